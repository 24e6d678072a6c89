package io.retrykit.ratelimit.plugin;

import io.retrykit.guard.RetryBudget;
import io.retrykit.ratelimit.AwsRetryBudgetBuilder;
import io.retrykit.spi.ProviderSettings;
import java.util.function.IntConsumer;

/** The settings that both AWS quotas have. */
final class AwsSettings {
  private static final int MOST = 1_000_000;
  private static final int MOST_REFILL = 1_000;

  private AwsSettings() {}

  static RetryBudget budget(ProviderSettings settings, String name, AwsRetryBudgetBuilder builder) {
    whole(settings, "capacity", builder::capacity);
    whole(settings, "transient-cost", builder::transientCost);
    whole(settings, "throttling-cost", builder::throttlingCost);
    whole(settings, "timeout-cost", builder::timeoutCost);
    settings.number("success-increment", 0, MOST).ifPresent(builder::successIncrement);
    settings.number("refill-per-second", 0, MOST_REFILL).ifPresent(builder::refillPerSecond);
    return Keys.budget(settings, name, builder.name(name)::build);
  }

  private static void whole(ProviderSettings settings, String key, IntConsumer setting) {
    settings.integer(key, 0, MOST).ifPresent(value -> setting.accept((int) value));
  }
}
