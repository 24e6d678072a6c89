package io.retrykit.circuitbreaker;

import io.retrykit.time.Timebase;
import java.time.Duration;

/** A clock that goes where a test sends it, backwards too; for one thread. */
final class SettableTime implements Timebase {
  private long now;
  private long behind;

  SettableTime(long start) {
    this.now = start;
  }

  void step(Duration by) {
    now += by.toNanos(); // wraps, as the real one may
  }

  /** The next reading was taken so long ago: whoever took it has lost its processor since. */
  void delayNextReading(Duration by) {
    behind = by.toNanos();
  }

  @Override
  public long nanos() {
    long read = now - behind;
    behind = 0;
    return read;
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
