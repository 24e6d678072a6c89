package io.retrykit.async;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;

/** Counts what a budget gives, gets back and hears of. For one thread. */
final class CountedBudget implements RetryBudget {
  int given;
  int refused;
  int gotBack;
  int failures;
  private final RetryBudget budget;

  CountedBudget(RetryBudget budget) {
    this.budget = budget;
  }

  @Override
  public String name() {
    return budget.name();
  }

  @Override
  public void failed(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    failures++;
    budget.failed(request, outcome, verdict);
  }

  @Override
  public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    long taken = budget.acquire(request, outcome, verdict);
    if (taken == REFUSED) {
      refused++;
    } else {
      given++;
    }
    return taken;
  }

  @Override
  public void returned(AdmissionRequest request, long taken) {
    gotBack++;
    budget.returned(request, taken);
  }

  @Override
  public void succeeded(AdmissionRequest request, long lastTaken) {
    budget.succeeded(request, lastTaken);
  }
}
