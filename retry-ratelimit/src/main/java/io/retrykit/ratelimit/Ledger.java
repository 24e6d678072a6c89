package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import io.retrykit.time.Timebase;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The books of one {@link Quota}: the one mutable word, and the three ways to change it. Every change is one
 * compare-and-set of immutable {@link Levels}, so all of them are linearizable.
 *
 * <p>While nobody waits, no change blocks. Levels that somebody waits by are replaced only by who holds the lock, which
 * covers arithmetic alone: giving back takes a look at all who wait, and must not be done again and again because of the
 * others in the crowd.
 *
 * <p>The levels are always read before the clock. In the other order another thread could put levels in between that are
 * newer than the reading, and a clock that never steps back would seem to.
 */
final class Ledger {
  private static final VarHandle LEVELS =
      Fields.handle(MethodHandles.lookup(), "levels", Levels.class);

  private static final long LOST = -1;

  private final Dimension[] dimensions;
  private final Timebase timebase;
  private final ReentrantLock lock = new ReentrantLock();
  private final Crowd crowd;
  private volatile Levels levels;

  Ledger(Dimension[] dimensions, Timebase timebase) {
    this.dimensions = dimensions;
    this.timebase = timebase;
    this.crowd = new Crowd(dimensions.length);
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
        if (!seen.isLaterThan(now) || turnBack(seen, now)) {
          return Admission.refused(now.shortage(dimensions, tightest, amounts), wait);
        }
      } else {
        // a refusal's words are not chosen with the lock held, so the first look is without it
        QuotaLease lease = new QuotaLease(amounts);
        long granted = wait == 0 && !seen.isCrowded()
            ? drawn(seen, now, amounts)
            : drawnLocked(lease, amounts, patienceNanos);
        if (granted >= 0) {
          return Admission.grantedAfter(lease, granted);
        }
      }
    }
  }

  private long drawn(Levels seen, Levels now, long[] amounts) {
    return replace(seen, now.drawn(dimensions, amounts)) ? 0 : LOST;
  }

  /** Returns the wait of a draw that was made, below zero if another look must be taken. */
  private long drawnLocked(QuotaLease lease, long[] amounts, long patienceNanos) {
    lock.lock();
    try {
      Levels seen = levels;
      Levels now = seen.at(dimensions, timebase.nanos());
      long wait = now.waitNanos(dimensions, now.tightest(dimensions, amounts), amounts);
      if (wait > 0 && wait > patienceNanos) {
        return LOST;
      }
      now.bring(crowd, seen);
      return wait == 0 ? drawn(seen, now, amounts) : promised(lease, seen, now, amounts, wait);
    } finally {
      lock.unlock();
    }
  }

  private long promised(QuotaLease lease, Levels seen, Levels now, long[] amounts, long wait) {
    Promise promise = now.promise(dimensions, amounts, wait);
    if (!replace(seen, now.promised(dimensions, amounts, promise))) {
      return LOST;
    }
    lease.promise = promise;
    crowd.add(promise, promise.moment - wait);
    return wait;
  }

  private boolean turnBack(Levels seen, Levels now) {
    if (!seen.isCrowded()) {
      return replace(seen, now);
    }
    lock.lock();
    try {
      if (!replace(seen, now)) {
        return false;
      }
      now.bring(crowd, seen);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Adds ticks to each backlog. */
  void correct(long[] ticks) {
    while (!tryCorrect(ticks)) {
      // somebody was faster
    }
  }

  private boolean tryCorrect(long[] ticks) {
    boolean locked = lockIfCrowded();
    try {
      Levels seen = levels;
      return (locked || !seen.isCrowded())
          && replace(seen, at(seen, locked).corrected(ticks, crowd));
    } finally {
      if (locked) {
        lock.unlock();
      }
    }
  }

  private boolean lockIfCrowded() {
    boolean crowded = levels.isCrowded();
    if (crowded) {
      lock.lock();
    }
    return crowded;
  }

  /** Returns the levels at this moment, to be replaced: who holds the lock has the crowd follow them. */
  private Levels at(Levels seen, boolean locked) {
    Levels now = seen.at(dimensions, timebase.nanos());
    if (locked) {
      now.bring(crowd, seen); // if somebody waits, nobody else can replace what was seen
    }
    return now;
  }

  /** Gives back what a lease has drawn from the dimensions claimed. */
  void undo(QuotaLease lease, int claimed) {
    while (!tryUndo(lease, claimed)) {
      // somebody was faster
    }
  }

  private boolean tryUndo(QuotaLease lease, int claimed) {
    boolean locked = lockIfCrowded();
    try {
      Levels seen = levels;
      return (locked || !seen.isCrowded())
          && replace(seen, at(seen, locked).undone(dimensions, lease, claimed, crowd));
    } finally {
      if (locked) {
        lock.unlock();
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
