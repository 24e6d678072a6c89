package io.retrykit.circuitbreaker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts successes where nothing but successes happens, without a place that all threads write to: a few cells, a cache
 * line apart, chosen by thread. A cell holds the bucket it counts for and a count, in one word, or is closed: then
 * whoever comes has to take the lock. Only {@link #counting} and {@link #add} are for everybody, the rest is for
 * whoever holds it.
 */
final class QuietCells {
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
  static final long CLOSED = -1;
  private static final int STRIDE = 8; // longs in a cache line
  private static final int COUNT_BITS = 24;
  private static final long MOST = (1L << COUNT_BITS) - 1;
  private static final int CELLS = cells(Runtime.getRuntime().availableProcessors());

  private final long[] cells = new long[(CELLS + 1) * STRIDE];
  private boolean open;

  QuietCells() {
    for (int i = 0; i < CELLS; i++) {
      cells[place(i)] = CLOSED;
    }
  }

  /** Where a count goes. */
  interface Receiver {
    void gather(long bucket, long count);
  }

  /** Returns twice as many as there are processors, rounded up to a power of two, at most 16. */
  private static int cells(int processors) {
    return Math.min(16, Integer.highestOneBit(Math.max(1, 4 * processors - 1)));
  }

  private static int place(int cell) {
    return (cell + 1) * STRIDE; // the line of the array's header is read by everybody
  }

  static int ownPlace() {
    return place((int) Thread.currentThread().getId() & (CELLS - 1));
  }

  /** Returns what a cell holds if it counts for this bucket, else {@link #CLOSED}. Any thread. */
  long counting(int place, long bucket) {
    long seen = (long) CELL.getVolatile(cells, place);
    return seen >>> COUNT_BITS == bucket && (seen & MOST) != MOST ? seen : CLOSED;
  }

  /** Counts a success in a cell that holds this, or answers that the lock has to be taken for it. Any thread. */
  boolean add(int place, long seen) {
    if (CELL.compareAndSet(cells, place, seen, seen + 1)) {
      return true;
    }
    for (; ; ) { // another thread has the same cell
      long now = counting(place, seen >>> COUNT_BITS);
      if (now == CLOSED) {
        return false;
      }
      if (CELL.compareAndSet(cells, place, now, now + 1)) {
        return true;
      }
    }
  }

  /** Counts a success and lets others of this thread be counted in this bucket. */
  void open(long bucket, Receiver receiver) {
    open = true;
    take(ownPlace(), bucket << COUNT_BITS | 1, receiver);
  }

  /** Hands on what was counted. */
  void drain(Receiver receiver) {
    for (int i = 0; open && i < CELLS; i++) {
      int place = place(i);
      for (; ; ) {
        long seen = (long) CELL.getVolatile(cells, place);
        if (seen == CLOSED || (seen & MOST) == 0) {
          break;
        }
        if (CELL.compareAndSet(cells, place, seen, seen & ~MOST)) {
          receiver.gather(seen >>> COUNT_BITS, seen & MOST);
          break;
        }
      }
    }
  }

  /** Hands on what was counted, and counts no more. */
  void close(Receiver receiver) {
    for (int i = 0; open && i < CELLS; i++) {
      take(place(i), CLOSED, receiver);
    }
    open = false;
  }

  private void take(int place, long replacement, Receiver receiver) {
    long seen = (long) CELL.getAndSet(cells, place, replacement);
    if (seen != CLOSED && (seen & MOST) != 0) {
      receiver.gather(seen >>> COUNT_BITS, seen & MOST);
    }
  }
}
