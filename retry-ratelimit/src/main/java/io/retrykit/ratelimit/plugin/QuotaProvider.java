package io.retrykit.ratelimit.plugin;

import io.retrykit.guard.Guard;
import io.retrykit.ratelimit.Quota;
import io.retrykit.ratelimit.QuotaBuilder;
import io.retrykit.spi.GuardProvider;
import io.retrykit.spi.ProviderSettings;
import java.util.OptionalLong;

/**
 * Makes a {@link Quota} for a configured policy: {@code requests-per-minute}, {@code tokens-per-minute} (one of the two at
 * least), {@code requests-burst}, {@code tokens-burst}, {@code max-wait}.
 */
public final class QuotaProvider implements GuardProvider {
  private static final String REQUESTS = "requests-per-minute";
  private static final String TOKENS = "tokens-per-minute";
  private static final long MOST = 60_000_000_000L; // one a nanosecond

  /** Made by the service loader. */
  public QuotaProvider() {}

  @Override
  public String name() {
    return "quota";
  }

  @Override
  public Guard create(ProviderSettings settings) {
    OptionalLong requests = settings.integer(REQUESTS, 1, MOST);
    OptionalLong tokens = settings.integer(TOKENS, 1, MOST);
    if (requests.isEmpty() && tokens.isEmpty()) {
      throw new IllegalArgumentException(
          settings.policy() + ".quota." + REQUESTS + " or " + TOKENS + " must be set, neither was");
    }
    QuotaBuilder quota = Quota.builder().name(name());
    requests.ifPresent(quota::requestsPerMinute);
    tokens.ifPresent(quota::tokensPerMinute);
    burst(settings, quota, "requests-burst", Quota.REQUESTS, REQUESTS, requests);
    burst(settings, quota, "tokens-burst", Quota.TOKENS, TOKENS, tokens);
    settings.duration("max-wait").ifPresent(quota::maxWait);
    return quota.build();
  }

  private static void burst(
      ProviderSettings settings,
      QuotaBuilder quota,
      String key,
      String dimension,
      String limitKey,
      OptionalLong limit) {
    OptionalLong burst = settings.integer(key, 1, MOST);
    if (burst.isPresent() && limit.isEmpty()) {
      throw new IllegalArgumentException(
          settings.policy() + ".quota." + key + " = " + burst.getAsLong() + " needs " + limitKey);
    }
    burst.ifPresent(most -> quota.burst(dimension, most));
  }
}
