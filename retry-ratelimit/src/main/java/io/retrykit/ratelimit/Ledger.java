package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import io.retrykit.time.Timebase;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The books of one {@link Quota}: the one mutable word, and the three ways to change it. Every change is one
 * compare-and-set of immutable {@link Levels}, so all of them are linearizable and none of them blocks.
 *
 * <p>The levels are always read before the clock. In the other order another thread could put levels in between that are
 * newer than the reading, and a clock that never steps back would seem to.
 */
final class Ledger {
  private static final VarHandle LEVELS =
      Fields.handle(MethodHandles.lookup(), "levels", Levels.class);

  private final Dimension[] dimensions;
  private final Timebase timebase;
  private volatile Levels levels;

  Ledger(Dimension[] dimensions, Timebase timebase) {
    this.dimensions = dimensions;
    this.timebase = timebase;
    this.levels = Levels.full(dimensions.length, timebase.nanos());
  }

  /**
   * Draws amounts that every dimension can hold, or nothing.
   *
   * @param patienceNanos the longest wait; below zero like zero
   */
  Admission draw(long[] amounts, long patienceNanos) {
    for (; ; ) {
      Levels seen = levels;
      Levels now = seen.at(dimensions, timebase.nanos());
      int tightest = now.tightest(dimensions, amounts);
      long wait = now.waitNanos(dimensions, tightest, amounts);
      if (wait > 0 && wait > patienceNanos) {
        // levels ahead of the clock would never drain if all are refused: a step back is written
        // down
        if (!seen.isLaterThan(now) || replace(seen, now)) {
          return Admission.refused(now.shortage(dimensions, tightest, amounts), wait);
        }
      } else {
        QuotaLease lease = new QuotaLease(amounts);
        Levels after = wait == 0
            ? now.drawn(dimensions, amounts)
            : now.promised(dimensions, amounts, wait, lease);
        if (replace(seen, after)) {
          return Admission.grantedAfter(lease, wait);
        }
      }
    }
  }

  /** Adds ticks to each backlog. */
  void correct(long[] ticks) {
    for (; ; ) {
      Levels seen = levels;
      if (replace(seen, seen.at(dimensions, timebase.nanos()).corrected(ticks))) {
        return;
      }
    }
  }

  /** Gives back what a lease has drawn from the dimensions claimed. */
  void undo(QuotaLease lease, int claimed) {
    for (; ; ) {
      Levels seen = levels;
      Levels after = seen.at(dimensions, timebase.nanos()).undone(dimensions, lease, claimed);
      if (replace(seen, after)) {
        return;
      }
    }
  }

  /** Returns the levels at this moment. */
  Levels now() {
    Levels seen = levels;
    return seen.at(dimensions, timebase.nanos());
  }

  private boolean replace(Levels seen, Levels next) {
    return LEVELS.compareAndSet(this, seen, next);
  }
}
