package io.retrykit.ratelimit;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.policy.StopReason;
import io.retrykit.throttle.RateLimits;
import io.retrykit.throttle.Refusal;
import io.retrykit.time.VirtualTimebase;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Calls that share AWS's quota, attempt by attempt, through the engine. */
final class AwsQuotaCase {
  /** Capacity, costs (transient, throttling, timeout), attempts, first pauses (transient, throttling), longest pause. */
  private static final Map<List<Integer>, RetryPolicy> PRESETS = Map.of(
      List.of(500, 5, 5, 10, 3, 1_000, 1_000, 20_000), RateLimits.awsStandard(),
      List.of(500, 14, 5, 14, 3, 50, 1_000, 20_000), RateLimits.awsStandard2026());

  private final VirtualTimebase time = VirtualTimebase.create();
  private final List<StopReason> stops = new ArrayList<>();
  private final AwsRetryBudget budget;
  private final Retry retry;

  private AwsQuotaCase(RetryPolicyBuilder policy, JsonNode config) {
    this.retry = Retry.with(policy
        .discovery(false)
        .timebase(time)
        .random(new Fixed(config.path("fixedRandom").asDouble()))
        .listener(this::hear)
        .build());
    this.budget = (AwsRetryBudget) retry.policy().budget().orElseThrow();
  }

  /** Runs the case with a policy made of its figures, and with the preset too if that has the same. */
  static void check(JsonNode published) {
    JsonNode config = published.path("config");
    new AwsQuotaCase(configured(config), config).run(published);
    RetryPolicy preset = preset(config);
    if (preset != null) {
      AwsRetryBudget fresh = config.path("spec").asText().equals("aws-standard-2.1")
          ? AwsRetryBudget.standard2026()
          : AwsRetryBudget.standard();
      new AwsQuotaCase(preset.toBuilder().budget(fresh), config).run(published);
    }
  }

  private static @Nullable RetryPolicy preset(JsonNode config) {
    return PRESETS.get(List.of(
        number(config, "capacity"),
        number(config, "costTransient"),
        number(config, "costThrottling"),
        number(config, "costTimeout"),
        number(config, "maxAttempts"),
        number(config, "baseDelayMs"),
        number(config, "throttlingBaseDelayMs"),
        number(config, "maxBackoffMs")));
  }

  private static int number(JsonNode config, String field) {
    return config.path(field).asInt();
  }

  private static RetryPolicyBuilder configured(JsonNode config) {
    Duration longest = ofMillis(number(config, "maxBackoffMs"));
    return RetryPolicy.builder()
        .maxAttempts(number(config, "maxAttempts"))
        .backoff(fullJitter(number(config, "baseDelayMs"), longest))
        .throttledBackoff(fullJitter(number(config, "throttlingBaseDelayMs"), longest))
        .classifier(RateLimits.classifier())
        .budget(AwsRetryBudget.builder()
            .capacity(number(config, "capacity"))
            .transientCost(number(config, "costTransient"))
            .throttlingCost(number(config, "costThrottling"))
            .timeoutCost(number(config, "costTimeout"))
            .successIncrement(number(config, "firstTrySuccessIncrement"))
            .build());
  }

  private static Backoff fullJitter(int firstMillis, Duration longest) {
    return Backoff.exponential(ofMillis(firstMillis), 2, longest).jittered(Jitter.full());
  }

  private void hear(RetryEvent event) {
    event.reason().ifPresent(stops::add);
  }

  private void run(JsonNode published) {
    Map<Integer, List<JsonNode>> calls = new LinkedHashMap<>();
    for (JsonNode step : published.path("steps")) {
      calls.computeIfAbsent(number(step, "call"), call -> new ArrayList<>()).add(step);
    }
    calls.values().forEach(this::call);
  }

  private void call(List<JsonNode> attempts) {
    int pausesBefore = time.sleeps().size();
    List<Double> tokens = new ArrayList<>();
    String end = "return";
    try {
      retry.callWithAttempt(attempt -> {
        if (attempt.number() > 1) {
          tokens.add(budget.tokens());
        }
        return answer(attempts.get(attempt.number() - 1).path("event").asText());
      });
    } catch (Exception refused) {
      end = "fail:" + word(stops.get(stops.size() - 1));
    }
    tokens.add(budget.tokens());
    List<Duration> pauses = time.sleeps().subList(pausesBefore, time.sleeps().size());
    assertThat(pauses).as("pauses of %s", attempts).hasSize(tokens.size() - 1);
    assertThat(tokens).as("attempts of %s", attempts).hasSameSizeAs(attempts);
    for (int i = 0; i < attempts.size(); i++) {
      JsonNode expected = attempts.get(i).path("expect");
      String action = i < pauses.size() ? "retry" : end;
      assertThat(action).isEqualTo(expected.path("action").asText());
      assertThat(tokens.get(i)).isEqualTo(expected.path("tokens").asDouble());
      if (expected.has("delayMs")) {
        assertThat(pauses.get(i).toNanos() / 1e6)
            .isCloseTo(expected.path("delayMs").asDouble(), within(1e-6));
      }
    }
  }

  private static String word(StopReason reason) {
    return switch (reason) {
      case MAX_ATTEMPTS -> "max-attempts";
      case BUDGET -> "quota";
      case CLASSIFIED, NOT_RETRYABLE -> "non-retryable";
      default -> reason.toString();
    };
  }

  private static String answer(String event) throws SocketTimeoutException {
    switch (event) {
      case "success" -> {
        return "answer";
      }
      case "transient" -> throw new Refusal(503, null, Map.of(), null, null);
      case "throttling" -> throw new Refusal(400, "ThrottlingException", Map.of(), null, null);
      case "timeout" -> throw new SocketTimeoutException("read");
      case "nonretryable" -> throw new Refusal(400, "ValidationException", Map.of(), null, null);
      default -> throw new IllegalStateException("there is no event " + event);
    }
  }

  /** Draws the same number each time: 1 is the upper edge of full jitter. */
  private record Fixed(double unit) implements RandomGenerator {
    @Override
    public double nextDouble() {
      return unit;
    }

    @Override
    public long nextLong() {
      return 1;
    }
  }
}
