package io.retrykit.ratelimit;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A sum over the last stretch of time, in ten slices of it: the one being written and the nine before. A slice ends with
 * the first event after its time is over, and the next one begins there. Bounded memory; the lock covers arithmetic
 * alone.
 */
final class SlidingSum {
  private static final int SLICES = 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final long sliceNanos;
  private final long[] past = new long[SLICES - 1];
  private long current;
  private int oldest;
  private long began;

  SlidingSum(long spanNanos, long now) {
    this.sliceNanos = spanNanos / SLICES;
    this.began = now;
  }

  void add(long amount, long now) {
    lock.lock();
    try {
      turn(now);
      current += amount;
    } finally {
      lock.unlock();
    }
  }

  /** Takes an amount if the sum and what is there anyway suffice for it. */
  boolean take(long amount, long reserve, long now) {
    lock.lock();
    try {
      turn(now);
      if (total() + reserve < amount) {
        return false;
      }
      current -= amount;
      return true;
    } finally {
      lock.unlock();
    }
  }

  long sum(long now) {
    lock.lock();
    try {
      turn(now);
      return total();
    } finally {
      lock.unlock();
    }
  }

  private long total() {
    return current + Arrays.stream(past).sum();
  }

  /** A clock that steps back changes nothing until it has caught up. */
  private void turn(long now) {
    long elapsed = now - began;
    if (elapsed < sliceNanos) {
      return;
    }
    past[oldest] = current;
    current = 0;
    oldest = (oldest + 1) % past.length;
    long skipped = Math.min(elapsed / sliceNanos - 1, past.length);
    for (int i = 0; i < skipped; i++) {
      past[oldest] = 0;
      oldest = (oldest + 1) % past.length;
    }
    began = now;
  }
}
