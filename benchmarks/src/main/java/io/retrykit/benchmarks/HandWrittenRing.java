package io.retrykit.benchmarks;

import io.retrykit.call.Operation;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A breaker's healthy path as a careful engineer would write it by hand: a ring of the last outcomes, a count of the
 * failures in it, and a state. With {@code quiet}, a success that would change nothing only looks.
 */
final class HandWrittenRing {
  private static final int CLOSED = 0;
  private static final int OPEN = 1;

  private final int size;
  private final int threshold;
  private final boolean quiet;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicIntegerArray failed;
  private final AtomicInteger noteworthy; // failures in the ring, and places not filled yet
  private volatile int state = CLOSED;

  HandWrittenRing(int size, int threshold, boolean quiet) {
    this.size = size;
    this.threshold = threshold;
    this.quiet = quiet;
    this.failed = new AtomicIntegerArray(size);
    this.noteworthy = new AtomicInteger();
  }

  boolean tryAcquire() {
    return state == CLOSED;
  }

  void succeeded() {
    if (!quiet || noteworthy.get() != 0) {
      record(0);
    }
  }

  void failed() {
    record(1);
  }

  <T> T call(Operation<T, RuntimeException> operation) {
    if (!tryAcquire()) {
      throw new IllegalStateException("open");
    }
    T value;
    try {
      value = operation.call();
    } catch (RuntimeException failure) {
      failed();
      throw failure;
    }
    succeeded();
    return value;
  }

  private void record(int value) {
    int place = (next.getAndIncrement() & Integer.MAX_VALUE) % size;
    int before = failed.getAndSet(place, value);
    if (before != value && noteworthy.addAndGet(value - before) >= threshold) {
      state = OPEN;
    }
  }
}
