package io.retrykit.loop;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.StopReason;
import org.jspecify.annotations.Nullable;

/**
 * What every driver does when an attempt has ended, in this order: judge it, tell the guards, run the course. Blocks
 * nowhere and looks at no thread; the pause is the driver's. Stateless.
 */
public final class AttemptEnd {
  private final Plan plan;
  private final Course course;
  private final @Nullable Gate gate;

  /** Makes it for one plan; without guards there is no gate. */
  public AttemptEnd(Plan plan, Course course, @Nullable Gate gate) {
    this.plan = plan;
    this.course = course;
    this.gate = gate;
  }

  /**
   * Judges a result; null says that it is acceptable.
   *
   * @param isAction whether the operation has no result that could be judged
   * @param granted what the guards granted; null if there are none, or they have been told
   * @param state the call; null in its first attempt
   */
  public @Nullable Verdict judge(
      boolean isAction,
      @Nullable Object result,
      @Nullable Object granted,
      @Nullable CallState state) {
    try {
      return plan.judge.result(isAction, result);
    } catch (Throwable thrown) {
      CallState ended = state == null ? new CallState() : state;
      ended.end(null, result);
      throw judgeFailed(ended, granted, thrown);
    }
  }

  private RuntimeException judgeFailed(
      CallState state, @Nullable Object granted, Throwable thrown) {
    if (gate != null && granted != null) {
      gate.abandoned(granted);
    }
    throw course.callbackFailed(state, Verdict.noOpinion(), thrown);
  }

  /** An attempt was judged acceptable: tells guards, budget and listeners. */
  public void succeeded(
      AdmissionRequest request,
      @Nullable CallState state,
      @Nullable Object result,
      @Nullable Object granted,
      long started) {
    if (gate != null && granted != null) {
      gate.succeeded(granted, result, took(started));
    }
    course.succeeded(request, state, result);
  }

  /**
   * An attempt threw.
   *
   * @param granted what the guards granted; null if there are none, or they have been told
   * @param started when the attempt began, or {@link Admission#UNKNOWN}
   * @param start when the call began
   * @return whether another attempt follows, after {@link CallState#pause}; if not, the history hangs on the failure
   */
  public boolean failed(
      CallState state,
      Throwable failure,
      @Nullable Object granted,
      long started,
      AdmissionRequest request,
      long start) {
    state.end(failure, null);
    Verdict verdict;
    try {
      verdict = plan.judge.failure(failure);
    } catch (Throwable thrown) {
      throw judgeFailed(state, granted, thrown);
    }
    if (granted != null) {
      tellGate(granted, Outcome.ofFailure(failure), verdict, started);
    }
    boolean goesOn = course.failed(state, verdict, request, plan.elapsed(start));
    if (!goesOn) {
      Course.ending(state, failure);
    }
    return goesOn;
  }

  /**
   * Ends a call in which something of the user's threw while an attempt was under way: the attempt says nothing.
   *
   * @param granted what the guards granted; null if there are none, or they have been told
   */
  public RuntimeException callbackFailed(
      CallState state, Throwable thrown, @Nullable Object granted) {
    state.end(thrown, null);
    throw judgeFailed(state, granted, thrown);
  }

  /**
   * Ends a call in which a rule of the user's threw while it looked at what one of several attempts has come to, of which
   * the guards have been told.
   *
   * @param failure what the attempt threw; null if it returned
   */
  public RuntimeException ruleFailed(
      CallState state, @Nullable Throwable failure, @Nullable Object result, Throwable thrown) {
    state.end(failure, result);
    throw judgeFailed(state, null, thrown);
  }

  /** Tells the guards of an attempt that was not a success. */
  void tellGate(Object granted, Outcome outcome, Verdict verdict, long started) {
    Throwable failure = outcome.failure();
    if (gate == null) {
      throw new AssertionError("granted without a gate");
    }
    if (failure != null && !verdict.retries() && Plan.isNeitherSuccessNorFailure(failure)) {
      gate.abandoned(granted);
    } else {
      gate.failed(granted, outcome, verdict, took(started));
    }
  }

  /** An attempt returned what is not acceptable. Returns as {@link #failed} does. */
  public boolean unacceptable(
      CallState state,
      @Nullable Object result,
      Verdict verdict,
      @Nullable Object granted,
      long started,
      AdmissionRequest request,
      long start) {
    state.end(null, result);
    if (granted != null) {
      tellGate(granted, Outcome.ofResult(result), verdict, started);
    }
    return course.failed(state, verdict, request, plan.elapsed(start));
  }

  /**
   * The pause is over. Returns whether the next attempt begins: not if an attempt threw and the pause took all that was
   * left of the call. After a result the next one begins all the same: the result has been thrown away, so the call has
   * nothing else to end with.
   */
  public boolean pauseEnded(CallState state, long start) {
    Throwable failure = state.failure;
    if (failure != null && plan.hasDeadline() && plan.remaining(start) <= 0) {
      state.reason = StopReason.MAX_DURATION; // the machine slept longer than asked
      course.giveBack(state);
      course.tellGaveUp(state);
      Course.ending(state, failure);
      return false;
    }
    state.nextAttempt();
    return true;
  }

  /** Returns how long an attempt took, if a guard wants to know. */
  long took(long started) {
    return started == Admission.UNKNOWN
        ? Admission.UNKNOWN
        : Math.max(0, plan.policy.timebase().nanos() - started);
  }
}
