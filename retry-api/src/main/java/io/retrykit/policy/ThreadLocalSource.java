package io.retrykit.policy;

import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Each thread's own random numbers: nothing is shared, so nothing is contended. */
enum ThreadLocalSource implements RandomGenerator {
  INSTANCE;

  @Override
  public long nextLong() {
    return ThreadLocalRandom.current().nextLong();
  }

  @Override
  public double nextDouble() {
    return ThreadLocalRandom.current().nextDouble();
  }

  @Override
  public String toString() {
    return "thread-local random";
  }
}
