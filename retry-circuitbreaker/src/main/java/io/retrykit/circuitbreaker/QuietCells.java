package io.retrykit.circuitbreaker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts successes where nothing but successes happens, without a place that all threads write to: a few cells, a cache
 * line apart, chosen by thread. Each counts up from zero, or is closed, which is below zero: then whoever comes has to
 * take the lock. Only {@link #ownPlace} and {@link #add} are for everybody, the rest is for whoever holds it.
 */
final class QuietCells {
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
  private static final long CLOSED =
      Long.MIN_VALUE; // as far below zero as no number of calls reaches
  private static final int STRIDE = 8; // longs in a cache line
  private static final int CELLS = cells(Runtime.getRuntime().availableProcessors());

  private final long[] cells = new long[(CELLS + 1) * STRIDE];
  private boolean open = true;

  /** Returns twice as many as there are processors, rounded up to a power of two, at most 16. */
  private static int cells(int processors) {
    return Math.min(16, Integer.highestOneBit(Math.max(1, 4 * processors - 1)));
  }

  private static int place(int cell) {
    return (cell + 1) * STRIDE; // the line of the array's header is read by everybody
  }

  /** Returns where the calling thread counts. */
  static int ownPlace() {
    return place((int) Thread.currentThread().getId() & (CELLS - 1));
  }

  /** Counts a success, or answers that the lock has to be taken for it. */
  boolean add(int place) {
    return (long) CELL.getAndAdd(cells, place, 1L) >= 0;
  }

  /** Returns what the cells have counted since they were taken last. */
  long sum() {
    long sum = 0;
    for (int i = 0; open && i < CELLS; i++) {
      sum += (long) CELL.getVolatile(cells, place(i));
    }
    return sum;
  }

  /** Returns what the cells have counted, and lets them count from zero. */
  long take() {
    return open ? replace(0) : 0;
  }

  /** Returns what the cells have counted, and lets nobody count in them. */
  long close() {
    long counted = open ? replace(CLOSED) : 0;
    open = false;
    return counted;
  }

  /** Lets everybody count in the cells. */
  void open() {
    if (!open) {
      open = true;
      replace(0); // whoever has found one closed meanwhile counts under the lock
    }
  }

  private long replace(long value) {
    long counted = 0;
    for (int i = 0; i < CELLS; i++) {
      counted += (long) CELL.getAndSet(cells, place(i), value);
    }
    return counted;
  }
}
