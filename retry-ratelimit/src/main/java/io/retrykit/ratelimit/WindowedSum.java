package io.retrykit.ratelimit;

import io.retrykit.time.Timebase;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A sum of amounts, each of which counts for a while and then expires, and a reserve that never does. The window is
 * cut into ten slices, which expire whole; a slice begins with the first use after the one before it has ended, so it
 * may be late, never early. Memory is bounded: the sums of nine slices, and the one that grows.
 *
 * <p>Safe for use by many threads, without a lock. Every use reads the clock. A slice that has ended is sealed before
 * it is replaced: whoever meets a sealed one helps to replace it, so no amount is lost between two slices, and nobody waits
 * for a thread that has been put to sleep.
 */
final class WindowedSum {
  private static final int SLICES = 10;
  private static final VarHandle CURRENT =
      Fields.handle(MethodHandles.lookup(), "current", Slice.class);

  private final Timebase timebase;
  private final long sliceNanos;
  private final long reserve;
  private volatile Slice current;

  /**
   * Starts empty.
   *
   * @param windowNanos how long an amount counts, at least ten
   * @param reserve what is there always, zero or more
   */
  WindowedSum(long windowNanos, long reserve, Timebase timebase) {
    this.timebase = timebase;
    this.sliceNanos = windowNanos / SLICES;
    this.reserve = reserve;
    this.current = new Slice(timebase.nanos(), new long[SLICES - 1]);
  }

  private enum Answer {
    ADDED,
    REFUSED,
    SEALED
  }

  /** The slice that grows, and what the ended ones came to, the newest first. */
  private static final class Slice {
    private static final VarHandle STATE =
        Fields.handle(MethodHandles.lookup(), "state", long.class);

    final long beganNanos;
    final long[] ended;
    final long endedSum;

    /** Twice the sum of this slice; one more as soon as it is sealed. */
    volatile long state;

    Slice(long beganNanos, long[] ended) {
      this.beganNanos = beganNanos;
      this.ended = ended;
      long sum = 0;
      for (long each : ended) {
        sum += each;
      }
      this.endedSum = sum;
    }

    /** Adds an amount; one that takes is refused if there is not as much, reserve included. */
    Answer add(long amount, long reserve, boolean takes) {
      for (; ; ) {
        long seen = state;
        if ((seen & 1) != 0) {
          return Answer.SEALED;
        }
        if (takes && endedSum + (seen >> 1) + reserve + amount < 0) {
          return Answer.REFUSED;
        }
        if (STATE.compareAndSet(this, seen, seen + (amount << 1))) {
          return Answer.ADDED;
        }
      }
    }

    /** Lets nothing more in; returns the sum of this slice. */
    long seal() {
      for (; ; ) {
        long seen = state;
        if ((seen & 1) != 0 || STATE.compareAndSet(this, seen, seen | 1)) {
          return seen >> 1;
        }
      }
    }

    /** Returns what follows, a whole number of slices with nothing in them between the two. */
    Slice next(long sum, long nowNanos, long empty) {
      long[] older = new long[ended.length];
      if (empty < older.length) {
        int gap = (int) empty;
        older[gap] = sum;
        System.arraycopy(ended, 0, older, gap + 1, older.length - gap - 1);
      }
      return new Slice(nowNanos, older);
    }
  }

  private Slice current() {
    for (; ; ) {
      Slice slice = current;
      long now = timebase.nanos();
      long elapsed = now - slice.beganNanos;
      if (elapsed < sliceNanos) {
        return slice;
      }
      long sum = slice.seal();
      CURRENT.compareAndSet(this, slice, slice.next(sum, now, elapsed / sliceNanos - 1));
    }
  }

  /** Adds an amount of zero or more. */
  void add(long amount) {
    add(amount, false);
  }

  /**
   * Puts back an amount that was just taken, where it was taken from if that is the newest slice still: reads no clock
   * then.
   */
  void putBack(long amount) {
    if (current.add(amount, reserve, false) == Answer.SEALED) {
      add(amount);
    }
  }

  /** Takes an amount of zero or more, if there is as much; it is missed until it expires. */
  boolean tryTake(long amount) {
    return add(-amount, true);
  }

  private boolean add(long amount, boolean takes) {
    for (; ; ) {
      Answer answer = current().add(amount, reserve, takes);
      if (answer != Answer.SEALED) {
        return answer == Answer.ADDED;
      }
    }
  }

  /** Returns what has come in, less what was taken, within the window, and the reserve; below zero if what was taken stays longer. */
  long sum() {
    Slice slice = current();
    return slice.endedSum + (slice.state >> 1) + reserve;
  }
}
