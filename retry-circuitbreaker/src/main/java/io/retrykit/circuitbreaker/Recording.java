package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A closed breaker, or one that only measures: calls go through and a window holds how they ended. One bit of its word
 * is a lock. It is held for the few instructions that one outcome takes, never while anybody else's code runs, and not
 * at all by a success that changes nothing. A breaker opens while it is held, so outcomes, and what follows from them,
 * come in one order.
 */
abstract class Recording extends Phase {
  static final VarHandle WORD = Fields.handle(MethodHandles.lookup(), "word", long.class);
  private static final int SPINS = 100;

  volatile long word;

  Recording(CircuitBreaker breaker, long sinceNanos, boolean metricsOnly) {
    super(breaker, sinceNanos, !breaker.settings.watchesSlowness());
    this.word = metricsOnly ? Tally.METRICS_ONLY : 0;
  }

  /** Returns the calls under way, if anybody needs to know how long they have been. */
  @Nullable
  InFlight inFlight() {
    return null;
  }

  /** Puts an outcome into the window, with the lock held; returns the new word. */
  abstract long put(long held, boolean failed, boolean slow, long nowNanos);

  /** Forgets what is too old, with the lock held. */
  void expire(long nowNanos) {}

  /** Tells whether a moment lies so long before the newest outcome that it must not be believed, with the lock held. */
  boolean isFromBefore(long nowNanos) {
    return false;
  }

  /** Returns what the window holds, with the lock held. */
  abstract Counts counts(long held, long overdue);

  /** Tells whether what the window holds is bad enough, with the lock held. */
  abstract boolean trips(long held, long overdue);

  @Override
  final int minimum() {
    return breaker.settings.tripRule.minimumCalls();
  }

  @Override
  final CircuitState state() {
    return Tally.isMetricsOnly(word) ? CircuitState.METRICS_ONLY : CircuitState.CLOSED;
  }

  @Override
  final Admission admit(AdmissionRequest request) {
    long now = breaker.settings.timebase.nanos();
    InFlight running = inFlight();
    if (running == null) {
      throw new AssertionError("a shared lease is granted without asking");
    }
    if (running.mayAge(now)) {
      note(now);
      if (breaker.phase() != this) {
        return breaker.ask(request);
      }
    }
    return running.enter(now);
  }

  @Override
  final void failed(long nanos) {
    record(true, breaker.settings.isSlow(nanos), breaker.settings.timebase.nanos());
  }

  /** Records an outcome, unless the breaker has moved on. */
  final void record(boolean failed, boolean slow, long now) {
    judge(true, failed, slow, now);
  }

  /**
   * Records a fast success if nothing can follow from it, without a clock.
   *
   * @return false if something may: then nothing is recorded
   */
  final boolean improve() {
    long held = lock();
    try {
      boolean current = breaker.phase() == this;
      if (current && !Tally.onlyImproves(held)) {
        return false;
      }
      if (current) {
        held = put(held, false, false, sinceNanos);
      }
      return true;
    } finally {
      unlock(held);
    }
  }

  /** Looks again at what is known, now that calls under way have become slow, or others have come to be counted. */
  final void note(long now) {
    judge(false, false, false, now);
  }

  /** Judges what is known, once an outcome is put to it if there is one: else nothing is, but that calls are slow. */
  private void judge(boolean ended, boolean failed, boolean slow, long read) {
    InFlight running = inFlight();
    Phase opened = null;
    boolean told = false;
    long now = read;
    long held = lock();
    // read long ago, or the clock was put back: only reading again can tell
    if (isFromBefore(now)) {
      unlock(held);
      now = breaker.settings.timebase.nanos();
      held = lock();
    }
    try {
      if (breaker.phase() == this) {
        if (running != null) {
          running.age(now);
        }
        if (ended) {
          held = put(held, failed, slow, now);
        } else {
          expire(now);
        }
        int overdue = running == null ? 0 : running.overdue(); // once: calls end meanwhile
        if ((ended || overdue > 0) && trips(held, overdue)) {
          told = isNews(held);
          held = told ? held | Tally.TOLD : held;
          opened = open(held, overdue, now);
        }
      }
    } finally {
      unlock(held);
    }
    tell(opened, told);
  }

  private static boolean isNews(long held) {
    return Tally.isMetricsOnly(held) && (held & Tally.TOLD) == 0;
  }

  private @Nullable Phase open(long held, int overdue, long now) {
    if (Tally.isMetricsOnly(held)) {
      return null;
    }
    Phase next = new Open(this, now, 1, 0, counts(held, overdue));
    return breaker.move(this, next) ? next : null; // somebody may have moved it by hand
  }

  private void tell(@Nullable Phase opened, boolean told) {
    if (opened != null) {
      Counts counts = opened.counts(opened.sinceNanos);
      breaker.announce(this, opened, breaker.settings.tripRule.reason(counts));
    }
    if (told) {
      breaker.announceThreshold(this);
    }
  }

  @Override
  final Counts counts(long nowNanos) {
    InFlight running = inFlight();
    long now = nowNanos;
    long held = lock();
    if (isFromBefore(now)) {
      unlock(held);
      now = breaker.settings.timebase.nanos();
      held = lock();
    }
    try {
      expire(now);
      return counts(held, running == null ? 0 : running.overdueAt(now));
    } finally {
      unlock(held);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // a hint is all that is wanted
  final long lock() {
    for (int spins = 1; ; spins++) {
      long seen = word;
      if ((seen & Tally.LOCKED) == 0 && WORD.compareAndSet(this, seen, seen | Tally.LOCKED)) {
        return seen;
      }
      if (spins % SPINS == 0) {
        Thread.yield(); // whoever holds it may have lost its processor
      } else {
        Thread.onSpinWait();
      }
    }
  }

  final void unlock(long held) {
    WORD.setRelease(this, held);
  }
}
