package io.retrykit.ratelimit.plugin;

import io.retrykit.guard.RetryBudget;
import io.retrykit.ratelimit.PercentageRetryBudget;
import io.retrykit.spi.BudgetProvider;
import io.retrykit.spi.ProviderSettings;
import java.time.Duration;

/**
 * Makes a percentage budget for a configured policy: {@code percent} (20), {@code min-retries-per-second} (10),
 * {@code ttl} (10s), {@code per-key}, {@code max-keys}, {@code idle}.
 */
public final class PercentageBudget implements BudgetProvider {
  private static final double LEAST_PERCENT = 0.0001;

  /** Called by the service loader. */
  public PercentageBudget() {}

  @Override
  public String name() {
    return "percentage";
  }

  @Override
  public RetryBudget create(ProviderSettings settings) {
    double percent = settings.number("percent", 0, 100_000).orElse(20);
    if (percent > 0 && percent < LEAST_PERCENT) {
      throw new IllegalArgumentException(
          settings.policy() + ".percentage.percent must be 0, or 0.0001" + " or more, was \""
              + settings.text("percent").orElse("") + '"');
    }
    double share = percent / 100;
    int floor = (int) settings.integer("min-retries-per-second", 0, 1_000_000).orElse(10);
    Duration ttl = settings.duration("ttl").orElse(Duration.ofSeconds(10));
    return Keys.budget(settings, name(), () -> PercentageRetryBudget.of(name(), share, floor, ttl));
  }
}
