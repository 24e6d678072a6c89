package good;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import io.retrykit.spi.BudgetProvider;
import io.retrykit.spi.ProviderSettings;

/** Pays for one retry. */
public final class Penny implements BudgetProvider {
  @Override
  public String name() {
    return "penny";
  }

  @Override
  public RetryBudget create(ProviderSettings settings) {
    return new RetryBudget() {
      @Override
      public String name() {
        return "penny";
      }

      @Override
      public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
        return request.attempt() == 1 ? 1 : REFUSED;
      }
    };
  }
}
