package io.retrykit.ratelimit;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import io.retrykit.time.Nanos;
import java.util.concurrent.TimeoutException;

/** What an engine says to a budget, by hand. */
final class BudgetCalls {
  static final Outcome FAILURE = Outcome.ofFailure(new IllegalStateException("unavailable"));
  static final Outcome TIMEOUT = Outcome.ofFailure(new TimeoutException("too slow"));
  static final Outcome RESULT = Outcome.ofResult("not good enough");

  private static final AdmissionRequest FIRST = request("key");

  private BudgetCalls() {}

  static AdmissionRequest request(String key) {
    return AdmissionRequest.first(key, 1, Nanos.FOREVER);
  }

  static AdmissionRequest attempt(int number) {
    return number == 1 ? FIRST : FIRST.at(number, Nanos.FOREVER);
  }

  static long acquire(RetryBudget budget) {
    return budget.acquire(FIRST, FAILURE, Verdict.retry());
  }

  static long acquireThrottled(RetryBudget budget) {
    return budget.acquire(FIRST, FAILURE, Verdict.throttled());
  }

  static long acquireTimedOut(RetryBudget budget) {
    return budget.acquire(FIRST, TIMEOUT, Verdict.retry());
  }

  static void fail(RetryBudget budget) {
    budget.failed(FIRST, FAILURE, Verdict.retry());
  }

  static void succeed(RetryBudget budget) {
    budget.succeeded(FIRST, 0);
  }

  /** Takes retries until there are no more; returns how many there were. */
  static long drain(RetryBudget budget) {
    long taken = 0;
    while (acquire(budget) != RetryBudget.REFUSED) {
      taken++;
    }
    return taken;
  }
}
