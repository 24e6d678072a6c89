package io.retrykit.ratelimit.plugin;

import io.retrykit.guard.Guard;
import io.retrykit.ratelimit.Quota;
import io.retrykit.ratelimit.QuotaBuilder;
import io.retrykit.spi.GuardProvider;
import io.retrykit.spi.ProviderSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes a {@link Quota} for a configured policy: {@code requests-per-minute}, {@code tokens-per-minute} (one of the two at
 * least), {@code requests-burst}, {@code tokens-burst}, {@code max-wait}.
 */
public final class QuotaProvider implements GuardProvider {
  private static final String REQUESTS = "requests-per-minute";
  private static final String TOKENS = "tokens-per-minute";
  private static final String REQUESTS_BURST = "requests-burst";
  private static final String TOKENS_BURST = "tokens-burst";
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
    OptionalLong requestsBurst = settings.integer(REQUESTS_BURST, 1, MOST);
    OptionalLong tokensBurst = settings.integer(TOKENS_BURST, 1, MOST);
    Optional<Duration> maxWait = settings.duration("max-wait");
    if (requests.isEmpty() && tokens.isEmpty()) {
      settings.rejectUnread(); // a key misspelt is the likelier mistake
      throw new IllegalArgumentException(
          settings.policy() + ".quota." + REQUESTS + " or " + TOKENS + " must be set, neither was");
    }
    QuotaBuilder quota = Quota.builder().name(settings.policy() + "." + name());
    requests.ifPresent(quota::requestsPerMinute);
    tokens.ifPresent(quota::tokensPerMinute);
    requireLimit(settings, REQUESTS_BURST, requestsBurst, REQUESTS, requests);
    requireLimit(settings, TOKENS_BURST, tokensBurst, TOKENS, tokens);
    requestsBurst.ifPresent(burst -> quota.burst(Quota.REQUESTS, burst));
    tokensBurst.ifPresent(burst -> quota.burst(Quota.TOKENS, burst));
    maxWait.ifPresent(quota::maxWait);
    return quota.build();
  }

  private static void requireLimit(
      ProviderSettings settings,
      String key,
      OptionalLong burst,
      String limitKey,
      OptionalLong limit) {
    if (burst.isPresent() && limit.isEmpty()) {
      throw new IllegalArgumentException(
          settings.policy() + ".quota." + key + " = " + burst.getAsLong() + " needs " + limitKey);
    }
  }
}
