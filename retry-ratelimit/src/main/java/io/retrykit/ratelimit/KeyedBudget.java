package io.retrykit.ratelimit;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.KeyLimits;
import io.retrykit.guard.Registry;
import io.retrykit.guard.RetryBudget;
import java.util.Objects;
import java.util.function.Function;

/** Passes everything on to the budget of the request's key. */
final class KeyedBudget implements RetryBudget {
  private final String name;
  private final Registry<RetryBudget> budgets;

  KeyedBudget(String name, Function<String, ? extends RetryBudget> maker, KeyLimits limits) {
    this.name = Objects.requireNonNull(name, "name");
    this.budgets = Registry.of(maker, limits);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void failed(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    budgets.get(request.key()).failed(request, outcome, verdict);
  }

  @Override
  public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    return budgets.get(request.key()).acquire(request, outcome, verdict);
  }

  @Override
  public void returned(AdmissionRequest request, long taken) {
    budgets.get(request.key()).returned(request, taken);
  }

  @Override
  public void succeeded(AdmissionRequest request, long lastTaken) {
    budgets.get(request.key()).succeeded(request, lastTaken);
  }

  @Override
  public String toString() {
    return name + ", for each of " + budgets.keys().size() + " keys";
  }
}
