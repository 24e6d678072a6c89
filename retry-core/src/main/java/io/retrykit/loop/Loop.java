package io.retrykit.loop;

import io.retrykit.call.Operation;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.util.Objects;
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
  private final AttemptEnd end;
  private final Aftermath aftermath;
  private final boolean judgesResults;
  private final @Nullable ResultTypes resultTypes;
  private final boolean wantsRequests;
  private final boolean hasDeadline;
  private final boolean plain;
  private final boolean plainlyGuarded;
  private final @Nullable Gate gate;
  private final @Nullable Turnstile turnstile;
  private final @Nullable AttemptTimer timer;

  /** Makes the loop of one plan. */
  public Loop(Plan plan) {
    this.plan = plan;
    this.policy = plan.policy;
    this.timebase = policy.timebase();
    this.course = new Course(plan);
    this.judgesResults = plan.judgesResults();
    this.resultTypes = ResultTypes.of(plan);
    this.gate = policy.guards().isEmpty() ? null : new Gate(policy.guards());
    this.end = new AttemptEnd(plan, course, gate);
    this.aftermath = new Aftermath(plan, course, end);
    this.turnstile = gate == null ? null : new Turnstile(plan, gate, course);
    this.timer =
        plan.attemptTimeout == Nanos.FOREVER ? null : new AttemptTimer(timebase, course, gate);
    this.wantsRequests = gate != null || policy.budget().isPresent();
    boolean concernsNobody = timer == null && plan.ignoresSuccess();
    this.hasDeadline = plan.hasDeadline();
    this.plain = concernsNobody && gate == null;
    this.plainlyGuarded = concernsNobody && gate != null && !gate.timed();
  }

  /** Returns the plan. */
  public Plan plan() {
    return plan;
  }

  /**
   * Makes one call, attempts included. Small, and what follows a first attempt that failed is in {@link #drive}, which
   * is too long to be inlined: so this can be inlined into its callers, whatever has been through it.
   *
   * @param request what guards and budget are asked about first
   * @throws E what the call ends with
   */
  public <T extends @Nullable Object, E extends Exception> T call(
      Operation<T, E> operation, AdmissionRequest request) throws E {
    long start = start();
    if (!plain) {
      return plainlyGuarded
          ? guarded(operation, request, start)
          : drive(operation, request, start, null, null, null);
    }
    T result;
    try {
      result = operation.call();
    } catch (Throwable failure) {
      return drive(operation, request, start, null, null, failure);
    }
    return isEnd(result) ? result : judged(operation, request, start, null, result);
  }

  /** Returns whether a caller may make the first attempt itself, as {@link #call} does: nothing is asked before it. */
  public boolean isPlain() {
    return plain;
  }

  /** Returns the moment from which a call is timed, in nanoseconds; 0 if nothing needs it. */
  public long start() {
    return hasDeadline ? timebase.nanos() : 0;
  }

  /** Returns whether a first attempt that returned this ends the call, as no classifier has an opinion on it. */
  public boolean isEnd(@Nullable Object result) {
    return resultTypes == null || resultTypes.ignores(result);
  }

  /**
   * Goes on with a plain call whose first attempt its caller has made.
   *
   * @param failure what that attempt has thrown; null if it returned
   * @param result what it returned, which is not its {@linkplain #isEnd end}
   */
  public <T extends @Nullable Object, E extends Exception> T goOn(
      Operation<T, E> operation,
      AdmissionRequest request,
      long start,
      @Nullable Throwable failure,
      @Nullable Object result)
      throws E {
    return failure != null
        ? drive(operation, request, start, null, null, failure)
        : judged(operation, request, start, null, Loop.<T>handBack(result));
  }

  /** As {@link #drive} for the first attempt, of a policy that has guards and nothing else to do for a success. */
  private <T extends @Nullable Object, E extends Exception> T guarded(
      Operation<T, E> operation, AdmissionRequest request, long start) throws E {
    Gate door = gate();
    if (door.size() > 1) {
      return door.size() == 2
          ? guardedTwice(operation, request, start, door)
          : granted(operation, request, start, turnstile().enter(request, start, null));
    }
    Admission answer = door.askFirst(request);
    if (!answer.isGranted() || answer.waitNanos() != 0) {
      return granted(operation, request, start, turnstile().enterAfter(answer, request, start));
    }
    T result;
    try {
      result = operation.call();
    } catch (Throwable failure) {
      return drive(operation, request, start, null, answer, failure);
    }
    if (!isEnd(result)) {
      return judged(operation, request, start, answer, result);
    }
    door.firstSucceeded(answer, result);
    return result;
  }

  /** As {@link #guarded}, with two guards: a limiter and a breaker, mostly. */
  private <T extends @Nullable Object, E extends Exception> T guardedTwice(
      Operation<T, E> operation, AdmissionRequest request, long start, Gate door) throws E {
    Admission outer = door.askFirst(request);
    if (!outer.isGranted() || outer.waitNanos() != 0) {
      return granted(operation, request, start, turnstile().enterAfter(outer, request, start));
    }
    Admission inner;
    try {
      inner = door.askLast(request);
    } catch (Throwable thrown) { // an error, or a failure that cannot even be read
      door.released(0, outer);
      throw thrown;
    }
    if (!inner.isGranted() || inner.waitNanos() != 0) {
      Object granted = turnstile().enterAfter(outer, inner, request, start);
      return granted(operation, request, start, granted);
    }
    T result;
    try {
      result = operation.call();
    } catch (Throwable failure) {
      Object granted = new Admission[] {outer, inner};
      return drive(operation, request, start, null, granted, failure);
    }
    if (!isEnd(result)) {
      return judged(operation, request, start, new Admission[] {outer, inner}, result);
    }
    door.lastSucceeded(inner, result);
    door.firstSucceeded(outer, result);
    return result;
  }

  /** The first attempt of a guarded call, which the guards have granted, not all of them at once. */
  private <T extends @Nullable Object, E extends Exception> T granted(
      Operation<T, E> operation, AdmissionRequest request, long start, Object granted) throws E {
    T result;
    try {
      result = operation.call();
    } catch (Throwable failure) {
      return drive(operation, request, start, null, granted, failure);
    }
    return judged(operation, request, start, granted, result);
  }

  /** A first attempt returned what some classifier may have an opinion on, its guards not yet told. */
  private <T extends @Nullable Object, E extends Exception> T judged(
      Operation<T, E> operation,
      AdmissionRequest request,
      long start,
      @Nullable Object granted,
      T result)
      throws E {
    Verdict verdict =
        isEnd(result) ? null : end.judge(operation instanceof ActionCall<?>, result, granted, null);
    if (verdict == null) {
      if (granted != null) {
        gate().succeeded(granted, result, Admission.UNKNOWN);
      }
      return result;
    }
    CallState state = new CallState();
    return aftermath.unacceptable(
            state, result, verdict, granted, Admission.UNKNOWN, request, start)
        ? drive(operation, request, start, state, null, null)
        : handBack(course.ending(state, (Object) result));
  }

  /**
   * Makes attempts: from the first one, or from the one the state is in, or as the first one has failed. Whatever is
   * asked of the attempts, and longer than what HotSpot inlines: that keeps the methods small that a call which succeeds
   * at once goes through.
   *
   * @param begun the call after an unacceptable result, its pause over; null before the end of its first attempt
   * @param allowed what the guards granted the attempt that failed
   * @param thrown what the first attempt has failed with; null if an attempt is to be made first
   */
  private <T extends @Nullable Object, E extends Exception> T drive(
      Operation<T, E> operation,
      AdmissionRequest first,
      long start,
      @Nullable CallState begun,
      @Nullable Object allowed,
      @Nullable Throwable thrown)
      throws E {
    CallState state = begun;
    AdmissionRequest request = first;
    Object granted = allowed;
    Throwable failure = thrown;
    long started = Admission.UNKNOWN;
    @Nullable Object[] place = null;
    Object outer = null;
    try {
      for (; ; ) {
        if (state != null && place == null) {
          outer = Nesting.enter(state.place, policy);
          place = state.place;
        }
        @Nullable T result = null;
        if (failure == null) {
          if (state != null && wantsRequests) {
            request = first.at(state.attempt, plan.remaining(start));
          }
          granted = turnstile == null ? null : turnstile.enter(request, start, state);
          started = gate != null && gate.timed() ? timebase.nanos() : Admission.UNKNOWN;
          AttemptTimer.Limit limit =
              timer == null ? null : timer.start(operation, plan.limit(start), granted, state);
          if (state != null) {
            state.begin();
          }
          try {
            result = limit == null ? operation.call() : limit.call(operation, state);
          } catch (Throwable ended) {
            failure = ended;
          }
        }
        if (failure != null) {
          state = state == null ? new CallState() : state;
          if (!aftermath.again(state, failure, granted, started, request, start)) {
            throw Sneaky.raise(failure);
          }
          failure = null;
          continue;
        }
        Verdict verdict = judgesResults && !(resultTypes != null && resultTypes.ignores(result))
            ? end.judge(operation instanceof ActionCall<?>, result, granted, state)
            : null;
        if (verdict == null) {
          end.succeeded(request, state, result, granted, started);
          return handBack(result);
        }
        state = state == null ? new CallState() : state;
        if (!aftermath.unacceptable(state, result, verdict, granted, started, request, start)) {
          return handBack(course.ending(state, (Object) result));
        }
      }
    } finally {
      if (place != null) {
        Nesting.leave(place, outer);
      }
    }
  }

  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"
  }) // the very result that came in
  private static <T extends @Nullable Object> T handBack(@Nullable Object result) {
    return (T) result;
  }

  private Turnstile turnstile() {
    return Objects.requireNonNull(turnstile, "nothing to enter by");
  }

  private Gate gate() {
    return Objects.requireNonNull(gate, "granted without a gate");
  }
}
