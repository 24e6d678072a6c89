package io.retrykit.circuitbreaker;

import io.retrykit.time.Timebase;

/** A clock that a test sets, backwards too; nobody pauses by it. Starts just below the point where readings wrap. */
final class WrappingTime implements Timebase {
  private static final long START = Long.MAX_VALUE - 20_000_000L;

  private volatile long elapsed;

  /** Moves the clock on, or back; one thread. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void move(long nanos) {
    elapsed += nanos;
  }

  /** Returns how far it has come. */
  long elapsed() {
    return elapsed;
  }

  @Override
  public long nanos() {
    return START + elapsed;
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
