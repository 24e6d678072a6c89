package io.retrykit.loop;

import io.retrykit.call.Operation;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.StopReason;
import io.retrykit.time.Timebase;
import org.jspecify.annotations.Nullable;

/**
 * What the calling thread does after an attempt that was not a success: judge it, tell the guards, run the course, and
 * pause. Stateless.
 */
final class Aftermath {
  private final Plan plan;
  private final Timebase timebase;
  private final Course course;
  private final @Nullable Gate gate;

  Aftermath(Plan plan, Course course, @Nullable Gate gate) {
    this.plan = plan;
    this.timebase = plan.policy.timebase();
    this.course = course;
    this.gate = gate;
  }

  /** Judges a result; null says that it is acceptable. */
  @Nullable
  Verdict judge(
      Operation<?, ?> operation,
      @Nullable Object result,
      @Nullable Object granted,
      @Nullable CallState state) {
    try {
      return plan.judge.result(operation, result);
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
    keepInterrupt(state.failure);
    throw course.callbackFailed(state, Verdict.noOpinion(), thrown);
  }

  /** An attempt threw. Returns whether another one is to be made, the pause being over. */
  boolean again(
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
    if (gate != null && granted != null) {
      tellGate(gate, granted, failure, verdict, started);
    }
    boolean goesOn = false;
    try {
      goesOn = course.failed(state, verdict, request, plan.elapsed(start));
    } finally {
      if (!goesOn) { // a callback that threw included
        keepInterrupt(failure);
      }
    }
    if (!goesOn) {
      Course.ending(state, failure);
      return false;
    }
    return pause(state, start);
  }

  /** Whoever threw this has taken the flag off: the call ends, so it is put back for those outside. */
  private static void keepInterrupt(@Nullable Throwable failure) {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
  }

  /** An attempt returned what is not acceptable. Returns whether another one is to be made, the pause being over. */
  boolean unacceptable(
      CallState state,
      @Nullable Object result,
      Verdict verdict,
      @Nullable Object granted,
      long started,
      AdmissionRequest request,
      long start) {
    state.end(null, result);
    if (gate != null && granted != null) {
      gate.failed(granted, Outcome.ofResult(result), verdict, took(started));
    }
    return course.failed(state, verdict, request, plan.elapsed(start)) && pause(state, start);
  }

  private void tellGate(
      Gate gate, Object granted, Throwable failure, Verdict verdict, long started) {
    if (!verdict.retries() && Plan.isNeitherSuccessNorFailure(failure)) {
      gate.abandoned(granted);
    } else {
      gate.failed(granted, Outcome.ofFailure(failure), verdict, took(started));
    }
  }

  private boolean pause(CallState state, long start) {
    try {
      if (state.pause > 0) {
        timebase.sleep(state.pause);
      } else if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("interrupted before a retry");
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      course.giveBack(state);
      throw Sneaky.raise(course.interrupted(state, interrupt));
    }
    Throwable failure = state.failure;
    if (failure != null && plan.hasDeadline() && plan.remaining(start) <= 0) {
      state.reason = StopReason.MAX_DURATION; // the machine slept longer than asked
      keepInterrupt(failure);
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
        : Math.max(0, timebase.nanos() - started);
  }
}
