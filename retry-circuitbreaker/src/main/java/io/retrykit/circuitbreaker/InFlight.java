package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import io.retrykit.time.Nanos;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The calls under way in one phase, in cohorts that began together, oldest first. A cohort is overdue when the last of
 * its calls must have been under way for as long as the slow-call threshold: at most an eighth of it too late, never
 * too early. A lease after that it is forgotten; one whose calls have all ended is not kept for so long. The list is
 * guarded by the window's lock.
 */
final class InFlight {
  private static final VarHandle OVERDUE =
      Fields.handle(MethodHandles.lookup(), "overdue", int.class);
  private static final int COHORTS = 8;
  private static final int FEW = 2 * COHORTS; // kept without a look whether they are needed

  private final Recording phase;
  private final long span;
  private final long overdueAfter;
  private final long forgottenAfter;
  private volatile Cohort newest;
  private volatile int overdue;

  /** The oldest one that is not overdue. */
  private volatile Cohort pending;

  /** The oldest one that is not forgotten; as {@link #pending}, if there is none that is overdue. */
  private Cohort oldest;

  /** The last one before {@link #pending}, if there is one. */
  private @Nullable Cohort hanging;

  /** How many there are before {@link #pending}, and from how many on to look which of them are empty by now. */
  private int kept;

  private int tooMany = FEW;

  InFlight(Settings settings, long nowNanos, Recording phase) {
    this.phase = phase;
    this.span = Math.max(1, settings.slowNanos / COHORTS);
    this.overdueAfter = Nanos.plus(settings.slowNanos, span);
    this.forgottenAfter = Nanos.plus(overdueAfter, settings.leaseNanos);
    this.newest = new Cohort(this, phase, nowNanos);
    this.pending = newest;
    this.oldest = newest;
  }

  /** Grants a call that begins now. */
  Admission enter(long now) {
    for (long moment = now; ; ) {
      Cohort cohort = newest;
      long age = moment - cohort.startNanos;
      // read long ago, or the clock was put back: only reading again can tell
      if (age < -overdueAfter) {
        moment = phase.breaker.settings.timebase.nanos();
        age = moment - cohort.startNanos;
        if (age < -overdueAfter) {
          putBack(moment);
          continue;
        }
      }
      if (age >= span) {
        renew(moment);
      } else if (cohort.enter()) {
        return cohort.grant;
      }
    }
  }

  private void renew(long now) {
    long held = phase.lock();
    try {
      renewLocked(now);
    } finally {
      phase.unlock(held);
    }
  }

  /** The clock was put back: calls that seem to begin in the future begin anew. */
  private void putBack(long now) {
    long held = phase.lock();
    try {
      if (now - newest.startNanos < -overdueAfter) {
        for (Cohort cohort = oldest; cohort != null; cohort = cohort.next) {
          cohort.startNanos = now;
        }
      }
    } finally {
      phase.unlock(held);
    }
  }

  private void renewLocked(long now) {
    Cohort last = newest;
    if (now - last.startNanos >= span) { // nobody was faster
      Cohort begun = new Cohort(this, phase, now);
      last.next = begun;
      newest = begun;
    }
  }

  /** Tells, without the lock, whether {@link #age} would change anything. */
  boolean mayAge(long now) {
    return isOverdue(pending, now);
  }

  /** Moves cohorts on that have come of age, with the lock held. */
  void age(long now) {
    if (isOverdue(newest, now)) {
      renewLocked(now);
    }
    for (Cohort aged = pending; isOverdue(aged, now); aged = pending) {
      pending = next(aged); // the newest one is younger than that
      if (aged.becomeOverdue()) {
        hanging = aged;
        kept++;
      } else {
        drop();
        aged.next = null; // whoever holds its lease for ever does not hold all that come after it
      }
    }
    while (oldest != pending && isOver(oldest, now)) {
      Cohort gone = oldest;
      gone.forget();
      oldest = next(gone);
      gone.next = null;
      hanging = gone == hanging ? null : hanging;
      kept--;
    }
    if (kept >= tooMany) {
      dropEmpty();
      tooMany = Math.max(FEW, 2 * kept); // as many have to come as are gone through
    }
  }

  private boolean isOver(Cohort cohort, long now) {
    return cohort.running() == 0 || isForgotten(cohort, now);
  }

  /** Drops the cohorts behind the oldest one whose calls have ended since they became overdue. */
  private void dropEmpty() {
    Cohort last = oldest; // it hangs
    kept = 1;
    for (Cohort cohort = next(last), after; cohort != pending; cohort = after) {
      after = next(cohort);
      if (cohort.running() > 0) {
        last.next = cohort;
        last = cohort;
        kept++;
      } else {
        cohort.next = null;
      }
    }
    last.next = pending;
    hanging = last;
  }

  /** Drops what is between the last cohort that hangs and the pending one: its calls have all ended. */
  private void drop() {
    if (hanging == null) {
      oldest = pending;
    } else {
      hanging.next = pending;
    }
  }

  /**
   * Returns what {@link #overdue} would be after {@link #age}, with the lock held. To look must not be to age: what has
   * come of age is judged once, by whoever moves it on.
   */
  int overdueAt(long now) {
    int count = overdue;
    for (Cohort gone = oldest; gone != pending && isForgotten(gone, now); gone = next(gone)) {
      count -= gone.running();
    }
    for (Cohort aged = pending; aged != null && isOverdue(aged, now); aged = aged.next) {
      count += isForgotten(aged, now) ? 0 : aged.running();
    }
    return Math.max(0, count); // calls end meanwhile
  }

  private boolean isOverdue(Cohort cohort, long now) {
    return now - cohort.startNanos >= overdueAfter;
  }

  private boolean isForgotten(Cohort cohort, long now) {
    return now - cohort.startNanos >= forgottenAfter;
  }

  private static Cohort next(Cohort cohort) {
    if (cohort.next == null) {
      throw new AssertionError("only the newest cohort has no next one");
    }
    return cohort.next;
  }

  void addOverdue(int change) {
    if (change != 0) {
      OVERDUE.getAndAdd(this, change);
    }
  }

  /** Returns how many calls are under way and slow already. */
  int overdue() {
    return overdue;
  }
}
