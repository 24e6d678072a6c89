package io.retrykit.ratelimit.plugin;

import io.retrykit.guard.Guard;
import io.retrykit.ratelimit.AdaptiveRateLimiter;
import io.retrykit.ratelimit.AdaptiveRateLimiterBuilder;
import io.retrykit.spi.GuardProvider;
import io.retrykit.spi.ProviderSettings;

/**
 * Makes an {@link AdaptiveRateLimiter} for a configured policy. All settings may be left out: {@code beta}, {@code scale},
 * {@code smoothing}, {@code bucket}, {@code minimum-rate}, {@code growth}, {@code minimum-capacity}, {@code max-wait}.
 */
public final class AdaptiveRateProvider implements GuardProvider {
  private static final double LEAST = 1e-6;
  private static final double MOST = 1e12;

  /** Made by the service loader. */
  public AdaptiveRateProvider() {}

  @Override
  public String name() {
    return "adaptive-rate";
  }

  @Override
  public Guard create(ProviderSettings settings) {
    return builder(settings).name(settings.policy() + "." + name()).build();
  }

  static AdaptiveRateLimiterBuilder builder(ProviderSettings settings) {
    AdaptiveRateLimiterBuilder limiter = AdaptiveRateLimiter.builder();
    settings.number("beta", LEAST, 1 - LEAST).ifPresent(limiter::beta);
    settings.number("scale", LEAST, MOST).ifPresent(limiter::scale);
    settings.number("smoothing", LEAST, 1).ifPresent(limiter::smoothing);
    settings.duration("bucket").ifPresent(limiter::bucket);
    settings.number("minimum-rate", LEAST, MOST).ifPresent(limiter::minimumRate);
    settings.number("growth", 1, MOST).ifPresent(limiter::growth);
    settings.number("minimum-capacity", LEAST, MOST).ifPresent(limiter::minimumCapacity);
    settings.duration("max-wait").ifPresent(limiter::maxWait);
    return limiter;
  }
}
