package io.retrykit.ratelimit.plugin;

import io.retrykit.guard.RetryBudget;
import io.retrykit.ratelimit.AwsRetryBudget;
import io.retrykit.spi.BudgetProvider;
import io.retrykit.spi.ProviderSettings;

/**
 * Makes the retry quota of the AWS SDKs by the rules of 2026 for a configured policy: {@code capacity}, {@code transient-cost},
 * {@code throttling-cost}, {@code timeout-cost}, {@code success-increment}, {@code refill-per-second},
 * {@code per-key}, {@code max-keys}, {@code idle}.
 */
public final class AwsStandard2026Budget implements BudgetProvider {
  /** Called by the service loader. */
  public AwsStandard2026Budget() {}

  @Override
  public String name() {
    return "aws-standard-2026";
  }

  @Override
  public RetryBudget create(ProviderSettings settings) {
    return AwsSettings.budget(settings, name(), AwsRetryBudget.builder2026());
  }
}
