package io.retrykit.async;

import io.retrykit.failure.Verdict;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

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
  private @Nullable HedgeAlarm set; // the one that counts
  private boolean asked; // by a server, to begin none before the alarm
  private boolean closed; // no attempt begins any more
  private boolean decided; // by a final failure
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

  /** Another attempt is due, unless it was set anew meanwhile. Tells whether it is. */
  synchronized boolean due(HedgeAlarm alarm) {
    if (alarm != set) {
      return false;
    }
    set = null;
    asked = false;
    due = true;
    return true;
  }

  /** An alarm could not go off: no attempt begins any more, unless it was set anew. Tells whether that is so. */
  synchronized boolean close(HedgeAlarm alarm) {
    if (alarm != set) {
      return false;
    }
    set = null;
    closed = true;
    return true;
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

  /** Returns how many attempts have begun, the one taken last included. */
  synchronized int begun() {
    return begun;
  }

  /** The attempt taken last was not granted. */
  synchronized void refused() {
    begun--;
    flying--;
    closed = true;
  }

  /** Another attempt is due in so many nanoseconds, whatever was to be before. */
  synchronized void alarmIn(long nanos) {
    if (mayBegin()) {
      due = nanos == 0;
      alarmNanos = due ? NONE : nanos;
      set = null;
      asked = false;
    }
  }

  /** Makes the alarm that is to be set; null if there is none. */
  synchronized @Nullable HedgeAlarm alarm(LongFunction<HedgeAlarm> maker) {
    long nanos = mayBegin() ? alarmNanos : NONE;
    alarmNanos = NONE;
    if (nanos < 0) {
      return null;
    }
    set = maker.apply(nanos);
    return set;
  }

  /** Tells whether a failure ends it, whatever else is under way; a veto lets that come to its end. */
  static boolean isFinal(Verdict verdict) {
    return !verdict.retries() && !verdict.isVeto();
  }

  /**
   * An attempt has failed. Tells whether that is what the volley ends with.
   *
   * @param nextNanos after how long another one may begin; below zero if none may, though those under way may be good
   */
  synchronized boolean failed(boolean isFinal, long nextNanos) {
    flying--;
    if (over || decided) {
      return false;
    }
    if (isFinal) {
      decided = true;
      closed = true;
      flying = 0; // those under way do not matter any more
      return true;
    }
    if (nextNanos < 0) {
      closed = true;
    } else if (nextNanos > 0) {
      alarmIn(nextNanos);
      asked = true;
    } else {
      due |= !asked;
    }
    return isOut();
  }

  /** Tells whether nothing is under way, and nothing will be. */
  synchronized boolean isOut() {
    return !over && flying <= 0 && !(mayBegin() && (due || set != null || alarmNanos >= 0));
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
