package io.retrykit.benchmarks;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The limiter a careful engineer would write by hand: the same algorithm as ours (GCRA) with one compare-and-set, in
 * whole nanoseconds, and nothing else: nobody waits, nothing is given back.
 */
final class HandWrittenGcra {
  private final long intervalNanos;
  private final long burstNanos;
  private final AtomicLong fullAt = new AtomicLong(System.nanoTime());

  HandWrittenGcra(long intervalNanos, long burst) {
    this.intervalNanos = intervalNanos;
    this.burstNanos = intervalNanos * burst;
  }

  boolean tryAcquire() {
    long now = System.nanoTime();
    for (; ; ) {
      long full = fullAt.get();
      long ahead = Math.max(0, full - now) + intervalNanos;
      if (ahead > burstNanos) {
        return false;
      }
      if (fullAt.compareAndSet(full, now + ahead)) {
        return true;
      }
    }
  }
}
