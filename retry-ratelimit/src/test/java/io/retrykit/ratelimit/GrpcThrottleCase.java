package io.retrykit.ratelimit;

import static io.retrykit.guard.RetryBudget.REFUSED;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;

/** One published case of gRPC's; what needs attempts and pauses goes through the engine. */
final class GrpcThrottleCase {
  private final JsonNode published;
  private final JsonNode config;

  private GrpcThrottleCase(JsonNode published) {
    this.published = published;
    this.config = published.path("config");
  }

  static void check(JsonNode published) {
    GrpcThrottleCase here = new GrpcThrottleCase(published);
    GrpcCallCase call = new GrpcCallCase(published);
    switch (published.path("kind").asText()) {
      case "throttle-sequence" -> here.sequence(budget(published));
      case "rule" -> here.rule(call);
      case "decision" -> call.decision();
      case "validation" -> published.path("inputs").forEach(GrpcThrottleCase::assertSetting);
      case "pushback" -> call.pushback();
      case "deadline" -> call.deadline();
      case "metadata" -> call.attemptNumbers();
      case "limiter" -> here.limiter(call);
      default -> throw new IllegalStateException("a kind that is not known: " + published);
    }
  }

  static GrpcRetryBudget budget(JsonNode published) {
    JsonNode config = published.path("config");
    double ratio = config.path("tokenRatio").asDouble(0.1);
    return GrpcRetryBudget.of("table", config.path("maxTokens").asDouble(), ratio);
  }

  private static void assertState(JsonNode step, GrpcRetryBudget budget) {
    JsonNode expected = step.path("expect");
    if (expected.has("tokens")) {
      assertThat(budget.tokens())
          .as(step.toString())
          .isEqualTo(expected.path("tokens").asDouble());
    }
    if (expected.has("retryAllowed")) {
      assertThat(BudgetCalls.acquire(budget) != REFUSED)
          .as(step.toString())
          .isEqualTo(expected.path("retryAllowed").asBoolean());
    }
  }

  private void sequence(GrpcRetryBudget budget) {
    for (JsonNode step : published.path("steps")) {
      for (int times = step.path("times").asInt(1); times > 0; times--) {
        if (step.path("op").asText().equals("failure")) {
          BudgetCalls.fail(budget);
        } else {
          BudgetCalls.succeed(budget);
        }
      }
      assertState(step, budget);
    }
  }

  private void rule(GrpcCallCase call) {
    GrpcRetryBudget budget = budget(published);
    for (JsonNode step : published.path("steps")) {
      if (step.has("tokens")) {
        bring(budget, step.path("tokens").asDouble());
      } else {
        call.attemptOnce(budget, step);
      }
      assertState(step, budget);
    }
  }

  private static void bring(GrpcRetryBudget budget, double tokens) {
    while (budget.tokens() > tokens) {
      BudgetCalls.fail(budget);
    }
    while (budget.tokens() < tokens) {
      BudgetCalls.succeed(budget);
    }
    assertThat(budget.tokens()).isEqualTo(tokens);
  }

  private static void assertSetting(JsonNode input) {
    if (input.path("rejected").asBoolean()) {
      assertThatIllegalArgumentException().as(input.toString()).isThrownBy(() -> effective(input));
    } else {
      double expected = input.path("effective").asDouble(input.path("maxTokens").asDouble());
      assertThat(effective(input)).as(input.toString()).isEqualTo(expected);
    }
  }

  /** Makes what the input is a setting of; returns what has become of it. */
  private static double effective(JsonNode input) {
    String setting = input.fieldNames().next();
    double value = input.path(setting).asDouble();
    return switch (setting) {
      case "maxTokens" -> GrpcRetryBudget.of("table", value, 0.1).tokens();
      case "tokenRatio" -> GrpcRetryBudget.of("table", 10, value).tokenRatio();
      case "maxAttempts" ->
        RetryPolicy.builder().maxAttempts((int) value).build().maxAttempts();
      case "initialBackoffMs" ->
        Backoff.exponential(ofMillis((long) value), 2, ofSeconds(1)).leastNanos(1, 0);
      case "backoffMultiplier" ->
        Backoff.exponential(ofMillis(1), value, ofSeconds(1)).leastNanos(1, 0);
      case "retryableStatusCodes" -> RetryPolicy.builder().retryOn().build().maxAttempts();
      default -> throw new IllegalStateException("a setting that is not known: " + input);
    };
  }

  private void limiter(GrpcCallCase call) {
    if (config.has("threshold")) {
      double maxTokens = config.path("maxTokens").asDouble();
      assertThat(config.path("threshold").asDouble()).as("as ours").isEqualTo(maxTokens / 2);
      sequence(GrpcRetryBudget.of("table", maxTokens, 1));
    } else {
      call.retriesUnderWay();
    }
  }
}
