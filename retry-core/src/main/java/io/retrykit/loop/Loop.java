package io.retrykit.loop;

import io.retrykit.call.Operation;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.StopReason;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import org.jspecify.annotations.Nullable;

/**
 * Drives a plan on the calling thread. Which of its parts a policy needs is decided when it is made: a part that is
 * not needed is null, or false, and costs one test. Stateless between calls, safe for use by many threads.
 */
public final class Loop {
  private final Plan plan;
  private final RetryPolicy policy;
  private final Timebase timebase;
  private final Course course;
  private final boolean judgesResults;
  private final boolean wantsRequests;
  private final boolean plain;
  private final @Nullable Gate gate;
  private final @Nullable Entrance entrance;
  private final @Nullable AttemptTimer timer;

  /** Makes the loop of one plan. */
  public Loop(Plan plan) {
    this.plan = plan;
    this.policy = plan.policy;
    this.timebase = policy.timebase();
    this.course = new Course(plan);
    this.judgesResults = plan.judge.judgesResults();
    this.gate = policy.guards().isEmpty() ? null : new Gate(policy.guards());
    this.entrance = gate == null ? null : new Entrance(plan, gate);
    this.timer = plan.attemptTimeout == Nanos.FOREVER ? null : new AttemptTimer(timebase);
    this.wantsRequests = gate != null || policy.budget().isPresent();
    this.plain = !judgesResults
        && !wantsRequests
        && timer == null
        && !plan.listeners.want(RetryEvent.Type.SUCCEEDED);
  }

  /** Returns the plan. */
  public Plan plan() {
    return plan;
  }

  /**
   * Makes one call, attempts included.
   *
   * @param request what guards and budget are asked about first
   * @throws E what the call ends with
   */
  public <T extends @Nullable Object, E extends Exception> T call(
      Operation<T, E> operation, AdmissionRequest request) throws E {
    long start = plan.hasDeadline() ? timebase.nanos() : 0;
    if (!plain) {
      return drive(operation, request, start, null);
    }
    try {
      return operation.call();
    } catch (Throwable failure) {
      CallState state = new CallState();
      if (!again(state, failure, null, Admission.UNKNOWN, request, start)) {
        throw failure;
      }
      return repeatPlainly(operation, request, start, state);
    }
  }

  /** As {@link #repeat}, for a policy whose successes concern nobody: small enough to be inlined into its caller. */
  private <T extends @Nullable Object, E extends Exception> T repeatPlainly(
      Operation<T, E> operation, AdmissionRequest request, long start, CallState state) throws E {
    Object outer = Nesting.enter(state.place, policy);
    try {
      for (; ; ) {
        try {
          return operation.call();
        } catch (Throwable failure) {
          if (!again(state, failure, null, Admission.UNKNOWN, request, start)) {
            throw failure;
          }
        }
      }
    } finally {
      Nesting.leave(state.place, outer);
    }
  }

  private <T extends @Nullable Object, E extends Exception> T repeat(
      Operation<T, E> operation, AdmissionRequest request, long start, CallState state) throws E {
    Object outer = Nesting.enter(state.place, policy);
    try {
      return drive(operation, request, start, state);
    } finally {
      Nesting.leave(state.place, outer);
    }
  }

  /** Makes attempts from the one the state is in, or from the first one. */
  private <T extends @Nullable Object, E extends Exception> T drive(
      Operation<T, E> operation, AdmissionRequest first, long start, @Nullable CallState begun)
      throws E {
    CallState state = begun;
    AdmissionRequest request = first;
    for (; ; ) {
      if (state != null && wantsRequests) {
        request = first.at(state.attempt, plan.remaining(start));
      }
      Object granted = entrance == null ? null : enter(entrance, request, start, state);
      long started = gate != null && gate.timed() ? timebase.nanos() : Admission.UNKNOWN;
      T result;
      try {
        result =
            timer == null ? operation.call() : timer.call(operation, attempt(state), limit(start));
      } catch (Throwable failure) {
        state = state == null ? new CallState() : state;
        if (!again(state, failure, granted, started, request, start)) {
          throw failure;
        }
        if (begun == null) {
          return repeat(operation, first, start, state);
        }
        continue;
      }
      Verdict verdict = judgesResults ? judge(operation, result, granted, state) : null;
      if (verdict == null) {
        if (granted != null) {
          gate().succeeded(granted, result, took(started));
        }
        course.succeeded(request, state, result);
        return result;
      }
      state = state == null ? new CallState() : state;
      if (!unacceptable(state, result, verdict, granted, started, request, start)) {
        return handBack(course.ending(state, (Object) result));
      }
      if (begun == null) {
        return repeat(operation, first, start, state);
      }
    }
  }

  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"
  }) // the very result that came in
  private static <T extends @Nullable Object> T handBack(@Nullable Object result) {
    return (T) result;
  }

  private static int attempt(@Nullable CallState state) {
    return state == null ? 1 : state.attempt;
  }

  private long limit(long start) {
    return Math.max(1, Math.min(plan.attemptTimeout, plan.remaining(start)));
  }

  private long took(long started) {
    return started == Admission.UNKNOWN
        ? Admission.UNKNOWN
        : Math.max(0, timebase.nanos() - started);
  }

  private Gate gate() {
    if (gate == null) {
      throw new AssertionError("granted without a gate");
    }
    return gate;
  }

  private Object enter(
      Entrance door, AdmissionRequest request, long start, @Nullable CallState state) {
    try {
      return door.enter(request, start);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw Sneaky.raise(course.interrupted(state == null ? new CallState() : state, interrupt));
    } catch (Entrance.RefusedException refused) {
      throw refused(refused, state == null ? new CallState() : state);
    }
  }

  private RuntimeException refused(Entrance.RefusedException refused, CallState state) {
    Throwable last = state.log.last();
    RuntimeException exception = gate().refusal(refused.guard, refused.refusal, last);
    state.reason = StopReason.REFUSED;
    state.detail = gate().name(refused.guard) + ": " + refused.refusal.reason();
    course.tellGaveUp(state);
    state.log.attachTo(exception, last);
    return exception;
  }

  private @Nullable Verdict judge(
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
    if (granted != null) {
      gate().abandoned(granted);
    }
    keepInterrupt(state.failure);
    throw course.callbackFailed(state, Verdict.noOpinion(), thrown);
  }

  /** An attempt threw. Returns whether another one is to be made, the pause being over. */
  private boolean again(
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
      tellGate(granted, failure, verdict, started);
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
  private boolean unacceptable(
      CallState state,
      @Nullable Object result,
      Verdict verdict,
      @Nullable Object granted,
      long started,
      AdmissionRequest request,
      long start) {
    state.end(null, result);
    if (granted != null) {
      gate().failed(granted, Outcome.ofResult(result), verdict, took(started));
    }
    return course.failed(state, verdict, request, plan.elapsed(start))
        && pause(state, start);
  }

  private void tellGate(Object granted, Throwable failure, Verdict verdict, long started) {
    if (!verdict.retries() && Plan.isNeitherSuccessNorFailure(failure)) {
      gate().abandoned(granted);
    } else {
      gate().failed(granted, Outcome.ofFailure(failure), verdict, took(started));
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
      throw Sneaky.raise(course.interrupted(state, interrupt));
    }
    Throwable failure = state.failure;
    if (failure != null && plan.hasDeadline() && plan.remaining(start) <= 0) {
      state.reason = StopReason.MAX_DURATION; // the machine slept longer than asked
      keepInterrupt(failure);
      course.tellGaveUp(state);
      Course.ending(state, failure);
      return false;
    }
    state.nextAttempt();
    return true;
  }
}
