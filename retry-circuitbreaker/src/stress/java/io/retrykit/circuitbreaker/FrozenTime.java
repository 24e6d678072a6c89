package io.retrykit.circuitbreaker;

import io.retrykit.time.Timebase;

/** A clock that stands still. Constant, so that reading it gives Lincheck nothing to try out. */
final class FrozenTime implements Timebase {
  @Override
  public long nanos() {
    return Long.MAX_VALUE - 10; // what lies a little ahead has wrapped
  }

  @Override
  public void sleep(long nanos) {
    throw new AssertionError("nobody sleeps here");
  }

  @Override
  public Scheduled schedule(long delayNanos, Runnable task) {
    throw new AssertionError("nothing is scheduled here");
  }
}
