package io.retrykit.ratelimit.plugin;

import io.retrykit.guard.Guard;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.ratelimit.RateLimiterBuilder;
import io.retrykit.spi.GuardProvider;
import io.retrykit.spi.ProviderSettings;
import java.time.Duration;

/**
 * Rate limiters for configured policies: {@code claude.guards = rate-limiter}, with {@code claude.rate-limiter.permits =
 * 50}. Keys: {@code permits} (needed), {@code per} (1s), {@code burst}, {@code max-wait}, {@code prepaid}, and
 * {@code per-call} ({@code true}: a permit for each call, whatever its cost).
 */
public final class RateLimiterProvider implements GuardProvider {
  /** Called by the service loader. */
  public RateLimiterProvider() {}

  @Override
  public String name() {
    return "rate-limiter";
  }

  @Override
  public Guard create(ProviderSettings settings) {
    long permits = settings
        .integer("permits", 1, Long.MAX_VALUE)
        .orElseThrow(() -> new IllegalArgumentException(
            settings.policy() + ".rate-limiter.permits must be set, was not"));
    Duration per = settings.duration("per").orElse(Duration.ofSeconds(1));
    RateLimiterBuilder builder =
        RateLimiter.builder(permits, per).name(settings.policy() + ".rate-limiter");
    settings.integer("burst", 1, Long.MAX_VALUE).ifPresent(builder::burst);
    settings.duration("max-wait").ifPresent(builder::maxWait);
    settings.flag("prepaid").ifPresent(builder::prepaid);
    if (settings.flag("per-call").orElse(false)) {
      builder.weight(request -> 1);
    }
    return builder.build();
  }
}
