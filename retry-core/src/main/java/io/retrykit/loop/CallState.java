package io.retrykit.loop;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.StopReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far one call has come. Made at its first failure, or when something needs it earlier. Used by one thread at a
 * time; a driver that changes threads publishes it safely.
 */
public final class CallState {
  /** No result, not even null. */
  private static final Object NOTHING = new Object();

  /** What the call was made inside of. */
  final @Nullable Object[] place;

  int attempt = 1;
  int backoffFailures;
  long previousPause;
  long pause;
  long lastTaken;

  /** What the budget was asked about last, as long as the attempt it was taken for has not begun. */
  @Nullable
  AdmissionRequest unspent;

  @Nullable
  Throwable failure;

  private @Nullable Object result = NOTHING;

  @Nullable
  StopReason reason;

  private @Nullable Outcome outcome;

  /** The only failure so far itself, or a {@link FailureLog}: a call that waits after its first failure is small. */
  private @Nullable Object log;

  String detail = "";
  Verdict verdict = Verdict.noOpinion();

  /** Makes the state of a call in its first attempt, which is the calling thread's from its beginning to its end. */
  public CallState() {
    this(Nesting.place());
  }

  private CallState(@Nullable Object[] place) {
    this.place = place;
  }

  /** Returns the state of a call that begins here and goes on on any thread, if a repeated attempt is around it; else null. */
  public static @Nullable CallState ifNested() {
    @Nullable Object[] here = Nesting.here();
    return here == Nesting.nowhere() ? null : new CallState(here);
  }

  /** Makes the state of a call that had none to begin with, whatever thread it has come to. */
  public static CallState notNested() {
    return new CallState(Nesting.nowhere());
  }

  /** Returns which attempt the call is in, or has just ended, from 1. */
  public int attempt() {
    return attempt;
  }

  /** Returns how many attempts have ended and one: the attempt, unless some were made beside each other. */
  public int number() {
    return 1 + (log instanceof FailureLog kept ? kept.total() : log == null ? 0 : 1);
  }

  /** Returns how many attempts have been made: those that have ended, and those beside them that nobody waited for. */
  public int made() {
    return number() - 1 + (log instanceof FailureLog kept ? kept.beside : 0);
  }

  /** So many attempts were made beside the others, and cancelled. */
  public void cancelledBeside(int attempts) {
    if (attempts > 0) {
      log().beside += attempts;
    }
  }

  /** Tells whether the call was made inside a repeated attempt. */
  public boolean isNested() {
    return place[0] != null;
  }

  /** Returns the pause before the next attempt, in nanoseconds. */
  public long pause() {
    return pause;
  }

  /** Returns what the last attempt threw; null if it returned, or if none has ended. */
  public @Nullable Throwable failure() {
    return failure;
  }

  /** Returns why there is no further attempt; null as long as there may be one. */
  public @Nullable StopReason reason() {
    return reason;
  }

  /** Returns the failures kept, oldest first: the first one and the newest. */
  public List<Throwable> failures() {
    return log().without(null);
  }

  /** The current attempt has ended, one way or the other. */
  void end(@Nullable Throwable thrown, @Nullable Object returned) {
    failure = thrown;
    result = returned;
    outcome = null;
  }

  /** The last result has been thrown away: nobody may be handed it any more. */
  void forgetResult() {
    result = NOTHING;
    outcome = null;
  }

  /** Returns what the last attempt ended with; null if there is none to show. Made when first asked for. */
  @Nullable
  Outcome outcome() {
    if (outcome == null) {
      if (failure != null) {
        outcome = Outcome.ofFailure(failure);
      } else if (result != NOTHING) {
        outcome = Outcome.ofResult(result);
      }
    }
    return outcome;
  }

  /** What the attempt has come to so far has been handed on, and cannot be taken back: no attempt may follow. */
  public void delivered() {
    reason = StopReason.DELIVERED;
  }

  /** An attempt beside the one the call is in has ended before it; null where it returned what is not acceptable. */
  public void failedBeside(@Nullable Throwable failure) {
    logged(failure);
  }

  /** Remembers what an attempt failed with; null where it returned what is not acceptable. */
  void logged(@Nullable Throwable thrown) {
    if (log == null && thrown != null) {
      log = thrown;
    } else {
      log().add(thrown);
    }
  }

  private FailureLog log() {
    if (log instanceof FailureLog full) {
      return full;
    }
    FailureLog full = new FailureLog();
    if (log instanceof Throwable only) {
      full.add(only);
    }
    log = full;
    return full;
  }

  /** Returns the newest failure; null if no attempt threw. */
  @Nullable
  Throwable lastLogged() {
    return log instanceof Throwable only ? only : log == null ? null : log().last();
  }

  /** Attaches what went before, without the failure that the thrown one is, or carries as its cause. */
  void attachHistory(Throwable thrown, @Nullable Throwable carried) {
    if (log != null && log != carried) {
      log().attachTo(thrown, carried);
    }
  }

  /** Returns what the last attempt returned; null if it threw, or if the result has been thrown away. */
  @Nullable
  Object result() {
    return result == NOTHING ? null : result;
  }

  /** The budget heard what the attempt came to while another one might still have begun beside it. */
  public void reported() {
    log().reported = true;
  }

  /** Tells whether the budget has still to hear of the attempt that has just ended; asked once for each. */
  boolean takeUnreported() {
    return !(log instanceof FailureLog kept) || kept.takeUnreported();
  }

  /** An attempt beside the one the call is in is the one that counts, and this was taken for it. */
  public void took(long taken) {
    lastTaken = taken;
  }

  /** The attempt begins: what the budget gave for it is spent. */
  public void begin() {
    unspent = null;
  }

  /** The pause is over: the next attempt is due. */
  public void nextAttempt() {
    attempt++;
    result = NOTHING;
  }
}
