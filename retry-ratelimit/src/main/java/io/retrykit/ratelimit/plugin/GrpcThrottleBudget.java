package io.retrykit.ratelimit.plugin;

import io.retrykit.guard.RetryBudget;
import io.retrykit.ratelimit.GrpcRetryBudget;
import io.retrykit.spi.BudgetProvider;
import io.retrykit.spi.ProviderSettings;

/**
 * Makes gRPC's throttle for a configured policy: {@code max-tokens} (100), {@code token-ratio} (0.1), {@code per-key},
 * {@code max-keys}, {@code idle}.
 */
public final class GrpcThrottleBudget implements BudgetProvider {
  /** Called by the service loader. */
  public GrpcThrottleBudget() {}

  @Override
  public String name() {
    return "grpc-throttle";
  }

  @Override
  public RetryBudget create(ProviderSettings settings) {
    double maxTokens = settings.number("max-tokens", 0.001, 1_000).orElse(100);
    double ratio = settings.number("token-ratio", 0.001, 1_000).orElse(0.1);
    return Keys.budget(settings, name(), () -> GrpcRetryBudget.of(name(), maxTokens, ratio));
  }
}
