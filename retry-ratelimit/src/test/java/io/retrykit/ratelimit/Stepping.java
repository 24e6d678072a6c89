package io.retrykit.ratelimit;

import io.retrykit.time.Timebase;

/** A clock that shows what it is told to, and may step back. Nobody can wait by it. */
record Stepping(long[] reading) implements Timebase {
  @Override
  public long nanos() {
    return reading[0];
  }

  @Override
  public void sleep(long nanos) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Scheduled schedule(long delayNanos, Runnable task) {
    throw new UnsupportedOperationException();
  }
}
