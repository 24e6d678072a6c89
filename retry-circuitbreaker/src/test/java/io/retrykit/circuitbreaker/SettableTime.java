package io.retrykit.circuitbreaker;

import io.retrykit.time.Timebase;
import java.time.Duration;

/** A clock that goes where a test sends it, backwards too; for one thread. */
final class SettableTime implements Timebase {
  private long now;

  SettableTime(long start) {
    this.now = start;
  }

  void step(Duration by) {
    now += by.toNanos(); // wraps, as the real one may
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void sleep(long nanos) {
    now += nanos;
  }

  @Override
  public Scheduled schedule(long delayNanos, Runnable task) {
    throw new UnsupportedOperationException("a breaker schedules nothing");
  }
}
