package io.retrykit.loop;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import io.retrykit.spi.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say of attempts made beside another one. Such an attempt is a luxury: it is made only if the budget
 * pays for it and every guard grants it at once; what is wrong with one of them, an error included, is logged and means
 * no: whoever asks has others waiting behind it. Blocks nowhere. Stateless.
 */
public final class Hedges {
  private static final Outcome SLOW = Outcome.ofFailure(new SlowException());

  private final Plan plan;
  private final AttemptEnd end;
  private final @Nullable Gate gate;
  private final @Nullable RetryBudget budget;

  /** Makes it for one plan; without guards there is no gate. */
  public Hedges(Plan plan, AttemptEnd end, @Nullable Gate gate) {
    this.plan = plan;
    this.end = end;
    this.gate = gate;
    this.budget = plan.policy.budget().orElse(null);
  }

  /**
   * What an attempt beside another one has been given.
   *
   * @param request what it was asked for with, and is given back with
   */
  public record Leave(@Nullable Object granted, long taken, AdmissionRequest request) {}

  /**
   * Asks for an attempt beside another one; null says no. Throws nothing.
   *
   * @param made how many attempts the call has made
   */
  public @Nullable Leave ask(AdmissionRequest request, int made) {
    if (made >= Switch.limits().maxAttempts()) {
      return null;
    }
    long taken = acquire(request);
    if (taken < 0) {
      return null;
    }
    Object granted = gate == null ? null : grantedAtOnce(gate, request);
    if (gate != null && granted == null) {
      giveBack(request, taken);
      return null;
    }
    return new Leave(granted, taken, request);
  }

  /**
   * Returns how long after a failure another attempt may begin beside those under way, in nanoseconds; below zero if none
   * may: one more would make it worse, or has to wait too long.
   *
   * @param leftNanos what is left of the time of all of them
   */
  public long afterFailure(Verdict verdict, long leftNanos) {
    if (verdict.isVeto()) {
      return -1;
    }
    if (verdict.hintNanos() > 0 || verdict.hint() == Verdict.Hint.EXACT) {
      return plan.hinted(verdict, leftNanos);
    }
    return verdict.isThrottled() ? -1 : 0;
  }

  /** Returns how much a failure says of what comes after it, beside others: a veto most, the longer pause of a server more. */
  public static long weight(Verdict verdict) {
    if (!verdict.retries()) {
      return verdict.isVeto() ? Long.MAX_VALUE - 1 : Long.MAX_VALUE;
    }
    return verdict.hintNanos() > 0
        ? 1 + Math.min(verdict.hintNanos(), Long.MAX_VALUE - 3)
        : verdict.isThrottled() ? 1 : 0;
  }

  private @Nullable Object grantedAtOnce(Gate door, AdmissionRequest request) {
    try {
      return door.grantedAtOnce(request);
    } catch (Throwable broken) {
      Discards.LOG.warn(
          "{}: guards failed, no attempt is made beside the one under way: {}",
          OneLine.all(plan.policy.name(), broken, broken));
      return null;
    }
  }

  private long acquire(AdmissionRequest request) {
    if (budget == null) {
      return 0;
    }
    try {
      return budget.acquire(request, SLOW, Verdict.retry());
    } catch (Throwable broken) {
      Discards.LOG.warn(
          "{}: budget failed, no attempt is made beside the one under way: {}",
          OneLine.all(plan.policy.name(), broken, broken));
      return RetryBudget.REFUSED;
    }
  }

  private void giveBack(AdmissionRequest request, long taken) {
    try {
      if (budget != null) {
        budget.returned(request, taken);
      }
    } catch (Throwable dropped) {
      Discards.LOG.warn(
          "{}: budget failed when given back: {}",
          OneLine.all(plan.policy.name(), dropped, dropped));
    }
  }

  /** The attempt is not made after all. */
  public void returned(Leave leave) {
    if (gate != null && leave.granted != null) {
      gate.released(leave.granted);
    }
    giveBack(leave.request, leave.taken);
  }

  /** Judges a failure. Throws what the user's predicates throw. */
  public Verdict judge(Throwable failure) {
    return plan.judge.failure(failure);
  }

  /** Judges a result; null says that it is acceptable. Throws what the user's predicates throw. */
  public @Nullable Verdict judge(@Nullable Object result) {
    return plan.judge.result(false, result);
  }

  /** Tells the guards of a success. */
  public void succeeded(@Nullable Object granted, @Nullable Object result, long started) {
    if (gate != null && granted != null) {
      gate.succeeded(granted, result, end.took(started));
    }
  }

  /**
   * Tells the guards, and, unless it is the last one of its kind and so the call's to tell of, the budget.
   *
   * @param failure what it threw; null if it returned
   */
  public void failed(
      @Nullable Object granted,
      @Nullable Throwable failure,
      @Nullable Object result,
      Verdict verdict,
      long started,
      @Nullable AdmissionRequest unlessLast) {
    Outcome outcome = failure == null ? Outcome.ofResult(result) : Outcome.ofFailure(failure);
    if (granted != null) {
      end.tellGate(granted, outcome, verdict, started);
    }
    try {
      if (budget != null && unlessLast != null) {
        budget.failed(unlessLast, outcome, verdict);
      }
    } catch (Throwable dropped) {
      Discards.LOG.warn(
          "{}: budget failed when told of a failure: {}",
          OneLine.all(plan.policy.name(), dropped, dropped));
    }
  }

  /** The attempt has taken too long: tells the guards; the call tells the budget. */
  public void overdue(@Nullable Object granted, Throwable failure, long started) {
    if (granted == null) {
      return;
    }
    Verdict verdict;
    try {
      verdict = judge(failure);
    } catch (Throwable broken) { // the call judges it as well, and ends with that
      abandoned(granted);
      return;
    }
    end.tellGate(granted, Outcome.ofFailure(failure), verdict, started);
  }

  /** Nobody wants the attempt's outcome. */
  public void abandoned(@Nullable Object granted) {
    if (gate != null && granted != null) {
      gate.abandoned(granted);
    }
  }

  /** What a budget is shown where nothing has failed yet. */
  private static final class SlowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SlowException() {
      super("no answer yet", null, false, false);
    }
  }
}
