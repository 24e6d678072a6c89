package io.retrykit.backoff;

import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/** A backoff that asks a function of the user's. */
record Asked(IntFunction<Duration> delay) implements Backoff {
  Asked {
    Objects.requireNonNull(delay, "delay");
  }

  @Override
  public long nanos(int failedAttempts, long previousNanos, RandomGenerator random) {
    Check.failedAttempts(failedAttempts, Integer.MAX_VALUE);
    return Nanos.of(
        "the delay after failed attempt " + failedAttempts, delay.apply(failedAttempts));
  }

  @Override
  public String toString() {
    return "a function";
  }
}
