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
  private long askedMoment; // a clock reading
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

  /**
   * The attempt taken last was granted. Tells whether it may begin still: meanwhile all may have ended, or a server have asked for
   * a pause. If so, another one is due in so many nanoseconds.
   */
  synchronized boolean granted(long nanos) {
    if (over || closed || asked) {
      unmade();
      return false;
    }
    alarmIn(nanos);
    return true;
  }

  /** The attempt taken last has not begun after all. */
  synchronized void unmade() {
    begun--;
    flying--;
  }

  /** The attempt taken last was not granted. */
  synchronized void refused() {
    unmade();
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
   * An attempt has failed. Tells whether that ends the volley, which is over then: those under way do not matter any more.
   *
   * @param nextNanos after how long another one may begin; below zero if none may, though those under way may be good
   * @param moment when that is, a clock reading, if it is more than zero
   */
  synchronized boolean failed(boolean isFinal, long nextNanos, long moment) {
    flying--;
    if (over) {
      return false;
    }
    if (nextNanos < 0) {
      closed = true;
    } else if (nextNanos == 0) {
      due |= !asked;
    } else if (!asked || moment - askedMoment > 0) {
      alarmIn(nextNanos);
      asked = true;
      askedMoment = moment;
    }
    over = isFinal || isOut();
    return over;
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
