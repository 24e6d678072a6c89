package io.retrykit.ratelimit;

import static io.retrykit.guard.RetryBudget.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.guard.Admission;
import io.retrykit.time.Nanos;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;

/** Buckets that time and successes fill, budgets by percentage, and limiters: operation by operation. */
final class TokenCase {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final JsonNode published;
  private final JsonNode config;

  private TokenCase(JsonNode published) {
    this.published = published;
    this.config = published.path("config");
  }

  static void filled(JsonNode published) {
    new TokenCase(published).filled();
  }

  static void percentage(JsonNode published) {
    new TokenCase(published).percentage();
  }

  static void leaky(JsonNode published) {
    new TokenCase(published).leaky();
  }

  static void limiter(JsonNode published) {
    new TokenCase(published).limiter();
  }

  static void settings(JsonNode published) {
    new TokenCase(published).settings();
  }

  private Iterable<JsonNode> steps() {
    return published.path("steps");
  }

  private void advance(JsonNode step) {
    time.advance(Duration.ofSeconds(step.path("seconds").asLong())
        .plusMillis(step.path("ms").asLong()));
  }

  private void filled() {
    int capacity = config.path("capacity").asInt();
    AwsRetryBudget budget = AwsRetryBudget.builder()
        .capacity(capacity)
        .transientCost(1)
        .successIncrement(config.path("successReward").asDouble())
        .refillPerSecond(config.path("refillPerSecond").asDouble())
        .timebase(time)
        .build();
    for (int spare = capacity - config.path("initial").asInt(); spare > 0; spare--) {
      assertThat(BudgetCalls.acquire(budget)).isEqualTo(1);
    }
    for (JsonNode step : steps()) {
      advance(step);
      if (step.path("op").asText().equals("success")) {
        for (int times = step.path("times").asInt(1); times > 0; times--) {
          BudgetCalls.succeed(budget);
          assertThat(budget.tokens()).isBetween(0.0, (double) capacity);
        }
      }
      JsonNode expected = step.path("expect");
      if (expected.has("tokens")) {
        assertThat(Math.floor(budget.tokens()))
            .isEqualTo(expected.path("tokens").asDouble());
      }
      if (expected.has("fraction")) {
        assertThat(budget.tokens() % 1)
            .isCloseTo(expected.path("fraction").asDouble(), within(1e-9));
      }
    }
  }

  private PercentageRetryBudget budget(double share, int perSecond, int ttlSeconds) {
    Duration ttl = Duration.ofSeconds(ttlSeconds);
    return PercentageRetryBudget.of("table", share, perSecond, ttl, time);
  }

  private void percentage() {
    PercentageRetryBudget budget = budget(
        config.path("percentCanRetry").asDouble(),
        config.path("minRetriesPerSec").asInt(),
        config.path("ttlSeconds").asInt());
    for (JsonNode step : steps()) {
      advance(step);
      String op = step.path("op").asText();
      long granted = 0;
      for (int times = step.path("times").asInt(1); times > 0; times--) {
        if (op.startsWith("deposit")) {
          BudgetCalls.succeed(budget);
        }
        if (op.endsWith("withdraw") && BudgetCalls.acquire(budget) != REFUSED) {
          granted++;
        }
      }
      JsonNode expected = step.path("expect");
      if (expected.has("granted")) {
        assertThat(granted)
            .as(step.toString())
            .isCloseTo(
                expected.path("granted").asLong(),
                within(expected.path("tolerance").asLong()));
      }
      if (expected.has("balance")) {
        assertThat(budget.balance())
            .as(step.toString())
            .isEqualTo(expected.path("balance").asLong());
      }
    }
  }

  private void leaky() {
    Duration ttl = Duration.ofSeconds(config.path("ttlSeconds").asLong());
    WindowedSum bucket = new WindowedSum(ttl.toNanos(), config.path("reserve").asLong(), time);
    for (JsonNode step : steps()) {
      long amount = step.path("amount").asLong();
      switch (step.path("op").asText()) {
        case "put" -> bucket.add(amount);
        case "tryGet" ->
          assertThat(bucket.tryTake(amount))
              .as(step.toString())
              .isEqualTo(step.path("expect").path("granted").asBoolean());
        default -> advance(step);
      }
    }
  }

  /** Permits one by one, as nobody gets more than a burst at once: what the last one waits is compared. */
  private void limiter() {
    Rate rate = Rate.of(1, Duration.ofMillis(config.path("intervalMs").asLong()));
    GcraStore permits = new GcraStore(rate, 1, Nanos.FOREVER, time);
    for (JsonNode step : steps()) {
      time.advance(Duration.ofMillis(step.path("tMs").asLong()).minus(time.elapsed()));
      long wait = 0;
      for (int i = step.path("permits").asInt(); i > 0; i--) {
        Admission answer = permits.take("table", 1, Nanos.FOREVER);
        assertThat(answer.isGranted()).isTrue();
        wait = answer.waitNanos();
      }
      assertThat(wait / 1e6)
          .as(step.toString())
          .isEqualTo(step.path("expect").path("waitMs").asDouble());
    }
  }

  private void settings() {
    for (JsonNode step : steps()) {
      JsonNode effective = step.path("expect").path("effective");
      for (int i = 0; i < effective.size(); i++) {
        assertRefill(config.path("inputs").get(i).asText(), effective.get(i).asDouble());
      }
      JsonNode rejected = step.path("expect").path("rejected");
      for (int i = 0; i < rejected.size(); i++) {
        assertThat(rejected.get(i).asBoolean()).isTrue();
        assertRefused(config.path("inputs").get(i));
      }
    }
  }

  private void assertRefill(String perSecond, double effective) {
    AwsRetryBudget budget = AwsRetryBudget.builder()
        .transientCost(500)
        .refillPerSecond(Double.parseDouble(perSecond))
        .timebase(time)
        .build();
    BudgetCalls.acquire(budget);
    time.advance(Duration.ofSeconds(1));
    assertThat(budget.tokens()).as(perSecond).isEqualTo(effective);
  }

  private void assertRefused(JsonNode input) {
    int ttlSeconds = input.get(0).asInt();
    assertThatIllegalArgumentException()
        .as(input.toString())
        .isThrownBy(() -> budget(input.get(2).asDouble(), input.get(1).asInt(), ttlSeconds));
  }
}
