package io.retrykit.ratelimit;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptOperation;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.throttle.RateLimits;
import io.retrykit.throttle.Refusal;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls with gRPC's statuses and trailers, through the engine; each fails in the end. */
final class GrpcCallCase {
  private final Refusal unavailable = failure("UNAVAILABLE", "");

  private final VirtualTimebase time = VirtualTimebase.create();
  private final JsonNode published;
  private final JsonNode config;

  GrpcCallCase(JsonNode published) {
    this.published = published;
    this.config = published.path("config");
  }

  private static Refusal failure(String status, String pushback) {
    Map<String, String> trailers =
        pushback.isEmpty() ? Map.of() : Map.of("grpc-retry-pushback-ms", pushback);
    return new Refusal(0, status, trailers, null, null);
  }

  private RetryPolicyBuilder policy(int attempts) {
    return RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(attempts)
        .jitter(false)
        .classifier(RateLimits.refiningClassifier());
  }

  private RetryPolicyBuilder configured() {
    return policy(config.path("maxAttempts").asInt())
        .backoff(Backoff.exponential(
            ofMillis(config.path("initialMs").asLong()),
            config.path("multiplier").asDouble(),
            ofMillis(config.path("maxMs").asLong())));
  }

  private static void fail(RetryPolicy policy, AttemptOperation<?, RuntimeException> operation) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> Retry.with(policy).callWithAttempt(operation));
  }

  /** Makes one attempt that fails with the step's status; the policy retries the case's statuses. */
  void attemptOnce(GrpcRetryBudget budget, JsonNode step) {
    List<String> retryable = new ArrayList<>();
    config.path("retryable").forEach(status -> retryable.add(status.asText()));
    RetryPolicy once = policy(1)
        .budget(budget)
        .retryOn(thrown -> thrown instanceof Refusal it && retryable.contains(it.getErrorCode()))
        .build();
    fail(once, attempt -> {
      throw failure(step.path("status").asText(), step.path("pushback").asText());
    });
  }

  void decision() {
    GrpcRetryBudget budget = GrpcThrottleCase.budget(published);
    List<Double> tokens = new ArrayList<>();
    RetryPolicy policy = policy(config.path("maxAttempts").asInt())
        .budget(budget)
        .listener(event -> tokens.add(budget.tokens()))
        .build();
    fail(policy, attempt -> {
      throw unavailable;
    });
    List<Double> afterEachFailure = new ArrayList<>();
    for (JsonNode step : published.path("steps")) {
      JsonNode expected = step.path("expect");
      afterEachFailure.add(expected.path("tokens").asDouble());
      assertThat(time.sleeps().size() >= afterEachFailure.size())
          .as(step.toString())
          .isEqualTo(expected.path("retried").asBoolean());
    }
    assertThat(tokens.stream().distinct()).containsExactlyElementsOf(afterEachFailure);
  }

  void pushback() {
    List<Refusal> failures = new ArrayList<>();
    List<Long> pauses = new ArrayList<>();
    for (JsonNode step : published.path("steps")) {
      failures.add(failure("UNAVAILABLE", step.path("pushbackMs").asText()));
      pauses.add(step.path("expect").path("delayMs").asLong());
    }
    failures.add(unavailable);
    fail(configured().build(), attempt -> {
      throw failures.get(attempt.number() - 1);
    });
    assertThat(time.sleeps()).extracting(Duration::toMillis).isEqualTo(pauses);
  }

  void deadline() {
    List<Long> starts = new ArrayList<>();
    RetryPolicy policy =
        configured().maxDuration(ofMillis(config.path("deadlineMs").asLong())).build();
    fail(policy, attempt -> {
      starts.add(time.elapsed().toMillis());
      time.advance(ofMillis(config.path("attemptTakesMs").asLong()));
      throw unavailable;
    });
    JsonNode expected = published.path("steps").get(0).path("expect");
    assertThat(starts).isEqualTo(longs(expected.path("attemptStartsMs")));
    assertThat(longs(expected.path("failsAtMs").path("alternatives")))
        .contains(time.elapsed().toMillis());
  }

  private static List<Long> longs(JsonNode numbers) {
    List<Long> list = new ArrayList<>();
    numbers.forEach(number -> list.add(number.asLong()));
    return list;
  }

  /** Whoever sends the request writes the header: the attempt's number less one, unless that is zero. */
  void attemptNumbers() {
    List<Integer> previous = new ArrayList<>();
    fail(policy(3).build(), attempt -> {
      previous.add(attempt.number() - 1);
      throw unavailable;
    });
    List<Integer> expected = new ArrayList<>();
    for (JsonNode step : published.path("steps")) {
      expected.add(step.path("expect").path("previousAttempts").asInt()); // null is read as 0
    }
    assertThat(previous).isEqualTo(expected);
  }

  /** A second call fails and is retried while the retry of the first one is under way. */
  void retriesUnderWay() {
    RetryPolicy policy = policy(2).budget(AwsRetryBudget.standard()).build();
    List<Integer> second = new ArrayList<>();
    fail(policy, attempt -> {
      if (attempt.number() == 2) {
        fail(policy, other -> {
          second.add(other.number());
          throw unavailable;
        });
      }
      throw unavailable;
    });
    assertThat(second.contains(2))
        .as("a second retry at the same time")
        .isEqualTo(published.path("steps").get(1).path("expect").path("allowed").asBoolean());
  }
}
