package io.retrykit.ratelimit;

import io.retrykit.time.Timebase;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test sets, backwards too; nobody pauses by it. Starts just below the point where readings wrap. */
final class ManualTime implements Timebase {
  private static final long START = Long.MAX_VALUE - 1_000_000L;

  private final AtomicLong elapsed = new AtomicLong();

  /** Moves the clock on, or back. */
  void move(long nanos) {
    elapsed.addAndGet(nanos);
  }

  /** Returns how far it has come. */
  long elapsed() {
    return elapsed.get();
  }

  @Override
  public long nanos() {
    return START + elapsed.get();
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
