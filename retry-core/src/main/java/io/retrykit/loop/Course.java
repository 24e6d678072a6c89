package io.retrykit.loop;

import io.retrykit.call.RetryExhaustedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.StopReason;
import io.retrykit.spi.OneLine;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What happens after an attempt, in the order every driver keeps: plan, budget, listeners, discard. Blocks nowhere;
 * the pause is the driver's. Stateless.
 */
public final class Course {
  private static final int MOST_SUPPRESSED = 16;

  private final Plan plan;
  private final RetryPolicy policy;
  private final Listeners listeners;
  private final @Nullable RetryBudget budget;

  /** Makes the course of one plan. */
  public Course(Plan plan) {
    this.plan = plan;
    this.policy = plan.policy;
    this.listeners = plan.listeners;
    this.budget = policy.budget().orElse(null);
  }

  /** An attempt was judged acceptable. */
  void succeeded(AdmissionRequest request, @Nullable CallState state, @Nullable Object result) {
    if (budget != null) {
      try {
        budget.succeeded(request, state == null ? 0 : state.lastTaken);
      } catch (Throwable dropped) { // the call has succeeded, whatever its budget thinks
        Discards.LOG.warn(
            "{}: budget failed when told of a success: {}",
            OneLine.all(policy.name(), dropped, dropped));
      }
    }
    if (listeners.want(RetryEvent.Type.SUCCEEDED)) {
      int attempt = state == null ? 1 : state.attempt;
      listeners.tell(RetryEvent.succeeded(policy, attempt, Outcome.ofResult(result)));
    }
  }

  /**
   * An attempt threw or returned an unacceptable result.
   *
   * @param request the attempt
   * @param elapsedNanos how long the call has been going on; zero without a deadline
   * @return whether another attempt follows, after {@link CallState#pause}
   */
  public boolean failed(
      CallState state, Verdict verdict, AdmissionRequest request, long elapsedNanos) {
    @Nullable Throwable failure = state.failure;
    state.logged(failure);
    boolean again;
    try {
      if (failure != null && state.attempt == 1) {
        Nesting.notice(state.place, policy, failure);
      }
      again = decide(state, verdict, request, elapsedNanos);
    } catch (Throwable thrown) {
      throw callbackFailed(state, verdict, thrown);
    }
    tellFailed(state, verdict);
    if (again) {
      tellRetry(state);
      if (failure == null) {
        Discards.discard(policy, state.result());
        state.forgetResult();
      }
    } else {
      tellGaveUp(state);
    }
    return again;
  }

  private boolean decide(
      CallState state, Verdict verdict, AdmissionRequest request, long elapsedNanos) {
    Outcome outcome = budget == null ? null : state.outcome();
    if (budget != null && outcome != null && state.takeUnreported()) {
      budget.failed(request, outcome, verdict);
    }
    if (!plan.next(state, verdict, elapsedNanos)) {
      return false;
    }
    if (budget == null || outcome == null) {
      return true;
    }
    long taken = budget.acquire(request, outcome, verdict);
    if (taken < 0) {
      state.reason = StopReason.BUDGET;
      state.detail = budget.name();
      return false;
    }
    state.lastTaken = taken;
    state.unspent = request;
    return true;
  }

  /** Ends a call in which something of the user's threw while an outcome was being judged. */
  public RuntimeException callbackFailed(CallState state, Verdict verdict, Throwable thrown) {
    state.reason = StopReason.CALLBACK_FAILED;
    state.detail = thrown.toString();
    Throwable failure = state.failure;
    if (failure != null && failure != thrown) {
      addBounded(thrown, failure);
    }
    tellFailed(state, verdict);
    tellGaveUp(state);
    if (failure == null) {
      Discards.discard(policy, state.result()); // nobody else will ever see it
    }
    throw Sneaky.raise(thrown);
  }

  /** Nobody wants the call any more: the retry last acquired is not made, and the listeners hear of it. */
  public void cancelled(CallState state) {
    giveBack(state);
    state.reason = StopReason.CANCELLED;
    tellGaveUp(state);
  }

  /**
   * Ends a call that cannot go on: a scheduler or an executor has rejected what had to come next.
   *
   * @return what the call ends with: that, the last failure suppressed on it
   */
  public RuntimeException driverFailed(CallState state, Throwable thrown) {
    giveBack(state);
    state.reason = StopReason.CALLBACK_FAILED;
    state.detail = thrown.toString();
    Throwable failure = state.failure;
    if (failure != null && failure != thrown) {
      addBounded(thrown, failure);
    }
    tellGaveUp(state);
    throw Sneaky.raise(thrown);
  }

  /** The retry last acquired is not made. */
  public void giveBack(CallState state) {
    @Nullable AdmissionRequest request = state.unspent;
    if (budget == null || request == null) {
      return;
    }
    state.unspent = null;
    long taken = state.lastTaken;
    state.lastTaken = 0;
    try {
      budget.returned(request, taken);
    } catch (Throwable dropped) { // the call has ended as it has
      Discards.LOG.warn(
          "{}: budget failed when given back: {}", OneLine.all(policy.name(), dropped, dropped));
    }
  }

  void tellFailed(CallState state, Verdict verdict) {
    Outcome outcome = listeners.want(RetryEvent.Type.FAILED) ? state.outcome() : null;
    if (outcome != null) {
      listeners.tell(RetryEvent.failed(policy, state.attempt, outcome, verdict));
    }
  }

  void tellRetry(CallState state) {
    Outcome outcome = listeners.want(RetryEvent.Type.RETRY) ? state.outcome() : null;
    if (outcome != null) {
      listeners.tell(RetryEvent.retry(policy, state.attempt, outcome, state.verdict, state.pause));
    }
  }

  void tellGaveUp(CallState state) {
    if (listeners.want(RetryEvent.Type.GAVE_UP) && state.reason != null) {
      listeners.tell(
          RetryEvent.gaveUp(policy, state.attempt, state.outcome(), state.reason, state.detail));
    }
  }

  /** Returns what a call throws whose last attempt threw, its history attached. */
  public static Throwable ending(CallState state, Throwable failure) {
    state.attachHistory(failure, failure);
    return failure;
  }

  /** Ends a call whose last result is not acceptable: returns it, or throws if the policy asks for that. */
  public @Nullable Object ending(CallState state, @Nullable Object result) {
    if (policy.throwOnExhaustedResult() && state.reason != StopReason.ABORTED) {
      RetryExhaustedException exhausted =
          new RetryExhaustedException(policy.name(), state.attempt, result);
      state.attachHistory(exhausted, exhausted);
      throw exhausted;
    }
    return result;
  }

  /**
   * Returns what a call throws that was interrupted between attempts, and tells the listeners.
   *
   * @param state the call; its last outcome decides
   */
  Throwable interrupted(CallState state, InterruptedException interrupt) {
    state.reason = StopReason.INTERRUPTED;
    Throwable failure = state.failure;
    tellGaveUp(state);
    if (failure == null) {
      CancellationException cancelled =
          new CancellationException(policy.name() + ": interrupted between attempts");
      cancelled.initCause(interrupt);
      state.attachHistory(cancelled, cancelled);
      return cancelled;
    }
    if (failure != interrupt) {
      addOnce(failure, interrupt);
    }
    return ending(state, failure);
  }

  private static void addBounded(Throwable thrown, Throwable failure) {
    synchronized (thrown) { // the same instance may be thrown for ever
      if (thrown.getSuppressed().length < MOST_SUPPRESSED) {
        thrown.addSuppressed(failure);
      }
    }
  }

  private static void addOnce(Throwable failure, InterruptedException interrupt) {
    synchronized (failure) { // a shared exception instance must not collect one for every interrupt
      for (Throwable suppressed : failure.getSuppressed()) {
        if (suppressed instanceof InterruptedException) {
          return;
        }
      }
      failure.addSuppressed(interrupt);
    }
  }
}
