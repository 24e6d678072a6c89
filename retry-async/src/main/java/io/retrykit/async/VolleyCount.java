package io.retrykit.async;

import io.retrykit.failure.Verdict;

/**
 * How many attempts of a {@link Volley} there are, and whether another one is due. Each method is one step under the
 * lock, in which nobody else's code runs.
 */
final class VolleyCount {
  private static final long NONE = -1;

  private final int most;
  private final int mostInFlight;
  private int begun;
  private int flying;
  private boolean due;
  private long alarmNanos = NONE; // an alarm that is to be set
  private boolean alarmed; // one that is
  private boolean closed; // no attempt begins any more
  private boolean over;
  private boolean busy; // a thread is beginning attempts
  private boolean again; // and has to look once more

  VolleyCount(Hedge hedge) {
    this.most = hedge.maxAttempts();
    this.mostInFlight = hedge.maxInFlight();
  }

  /** The first attempt begins, and the calling thread is the one that begins attempts. */
  synchronized void first() {
    begun = 1;
    flying = 1;
    busy = true;
  }

  /** Tells whether the calling thread is now the one that begins attempts; if not, that one looks once more. */
  synchronized boolean enter() {
    again |= busy;
    boolean mine = !busy;
    busy = true;
    return mine;
  }

  /** Does that work, as often as anybody has asked for it meanwhile. */
  void leaveTo(Runnable work) {
    do {
      work.run();
    } while (!hasLeft());
  }

  private synchronized boolean hasLeft() {
    busy = again;
    again = false;
    return !busy;
  }

  /** Another attempt is due. */
  synchronized void due() {
    alarmed = false;
    due = true;
  }

  /** Takes the next attempt, if there is one to be begun now. */
  synchronized boolean takeNext() {
    if (!due || !mayBegin() || flying >= mostInFlight) {
      return false;
    }
    due = false;
    begun++;
    flying++;
    return true;
  }

  private boolean mayBegin() {
    return !over && !closed && begun < most;
  }

  /** The attempt taken last was not granted. */
  synchronized void refused() {
    flying--;
    closed = true;
  }

  /** No attempt begins any more. */
  synchronized void close() {
    closed = true;
  }

  /** Another attempt is due in so many nanoseconds, whatever was to be before. */
  synchronized void alarmIn(long nanos) {
    if (mayBegin()) {
      due = nanos == 0;
      alarmNanos = due ? NONE : nanos;
      alarmed = false;
    }
  }

  /** Takes the alarm that is to be set; below zero if there is none. */
  synchronized long alarm() {
    long nanos = mayBegin() ? alarmNanos : NONE;
    alarmNanos = NONE;
    alarmed |= nanos >= 0;
    return nanos;
  }

  /** Tells whether a failure ends it, whatever else is under way; a veto lets that come to its end. */
  static boolean isFinal(Verdict verdict) {
    return !verdict.retries() && !verdict.isVeto();
  }

  /** An attempt has failed. Tells whether it is the last thing that happens. */
  synchronized boolean failed(Verdict verdict) {
    flying--;
    if (over) {
      return true;
    }
    if (isFinal(verdict)) {
      closed = true;
      flying = 0; // those under way do not matter any more
      return true;
    }
    boolean hinted = verdict.hintNanos() > 0 && !verdict.isVeto();
    if (verdict.isVeto() || (verdict.isThrottled() && !hinted)) {
      closed = true; // one more would make it worse; those under way may still be good
    } else if (hinted) {
      alarmIn(verdict.hintNanos());
    } else {
      due = true;
    }
    return isOut();
  }

  /** Tells whether nothing is under way, and nothing will be. */
  synchronized boolean isOut() {
    return !over && flying <= 0 && !(mayBegin() && (due || alarmed || alarmNanos >= 0));
  }

  /** Ends it; false says that it had ended. */
  synchronized boolean end() {
    boolean first = !over;
    over = true;
    return first;
  }

  synchronized boolean isOver() {
    return over;
  }
}
