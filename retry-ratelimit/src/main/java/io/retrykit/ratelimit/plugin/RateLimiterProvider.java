package io.retrykit.ratelimit.plugin;

import io.retrykit.guard.Guard;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.ratelimit.RateLimiterBuilder;
import io.retrykit.spi.GuardProvider;
import io.retrykit.spi.ProviderSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

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
    OptionalLong permits = settings.integer("permits", 1, Long.MAX_VALUE);
    Duration per = settings.duration("per").orElse(Duration.ofSeconds(1));
    OptionalLong burst = settings.integer("burst", 1, Long.MAX_VALUE);
    Optional<Duration> maxWait = settings.duration("max-wait");
    boolean prepaid = settings.flag("prepaid").orElse(false);
    boolean perCall = settings.flag("per-call").orElse(false);
    String name = settings.policy() + "." + name();
    if (permits.isEmpty()) {
      settings.rejectUnread(); // a key misspelt is the likelier mistake
      throw new IllegalArgumentException(name + ".permits must be set, was not");
    }
    RateLimiterBuilder builder =
        RateLimiter.builder(permits.getAsLong(), per).name(name).prepaid(prepaid);
    burst.ifPresent(builder::burst);
    maxWait.ifPresent(builder::maxWait);
    if (perCall) {
      builder.weight(request -> 1);
    }
    return builder.build();
  }
}
