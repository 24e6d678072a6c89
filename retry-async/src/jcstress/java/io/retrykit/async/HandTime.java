package io.retrykit.async;

import io.retrykit.time.Timebase;
import java.util.concurrent.atomic.AtomicReference;

/** Time that stands still, but for one leap; the one task that waits is run by hand, if it was not cancelled before. */
final class HandTime implements Timebase {
  private final AtomicReference<Runnable> waiting = new AtomicReference<>();

  private volatile long now; // one thread alone moves it

  @Override
  public long nanos() {
    return now;
  }

  /** Ten seconds pass, in which no task is run. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void advance() {
    now += 10_000_000_000L;
  }

  @Override
  public void sleep(long nanos) {
    throw new AssertionError("nothing here blocks");
  }

  @Override
  public Scheduled schedule(long delayNanos, Runnable task) {
    waiting.set(task);
    return () -> waiting.compareAndSet(task, null);
  }

  /** Its time has come. */
  void fire() {
    Runnable due = waiting.getAndSet(null);
    if (due != null) {
      due.run();
    }
  }

  boolean isIdle() {
    return waiting.get() == null;
  }
}
