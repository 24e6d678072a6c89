package io.retrykit.throttle;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.testing.PublishedCases;
import io.retrykit.throttle.LimitClassifier.Reach;
import io.retrykit.throttle.hint.ServerHint;
import io.retrykit.time.Nanos;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The server hints that are published, through the classifier and the engine. SPEC 17.5, SPEC 17.6, SPEC 17.7. */
class ServerHintTablesTest {
  private static final Duration FOREVER = Duration.ofNanos(Nanos.FOREVER);

  @TestFactory
  Stream<DynamicTest> retryAfter_publishedCases() {
    return PublishedCases.of("retry-after").tests(all -> true, ServerHintTablesTest::check);
  }

  @TestFactory
  Stream<DynamicTest> rateLimitHeaders_publishedCases() {
    return PublishedCases.of("ratelimit-headers").tests(all -> true, ServerHintTablesTest::check);
  }

  private static void check(JsonNode published) {
    check(published, published.path("expect"));
  }

  private static void check(JsonNode published, JsonNode expected) {
    Verdict verdict = verdict(published);
    switch (expected.path("kind").asText()) {
      case "delay" -> assertDelay(published, expected.path("ms").asDouble());
      case "ignore" -> assertThat(hint(published).timing()).isEqualTo(ServerHint.Timing.NONE);
      case "zero-or-ignore" -> assertThat(hint(published).nanos()).isZero();
      case "cap-or-ignore" ->
        assertThat(hint(published).nanos())
            .satisfiesAnyOf(
                nanos -> assertThat(nanos).isZero(),
                nanos -> assertThat(nanos).isGreaterThan(ofMinutes(5).toNanos()));
      case "policy" -> assertOneOf(published, expected.path("alternatives"));
      case "final-delay" ->
        assertThat(pause(published)).isEqualTo(ofMillis(expected.path("ms").asLong()));
      case "retry" -> assertThat(verdict.retries()).isTrue();
      case "retry-rate-limit" -> {
        assertThat(verdict.isThrottled()).isTrue();
        assertThat(verdict.hint()).isEqualTo(Verdict.Hint.NONE);
      }
      case "no-retry" -> assertThat(verdict.decision()).isEqualTo(Verdict.Decision.GIVE_UP);
      case "by-status" -> assertThat(verdict.retries()).isFalse();
      case "min-delay" -> {
        assertThat(verdict.isThrottled()).isTrue();
        assertThat(verdict.hint()).isEqualTo(Verdict.Hint.FLOOR);
        assertThat(verdict.hintNanos())
            .isGreaterThanOrEqualTo(ofMillis(expected.path("ms").asLong()).toNanos());
      }
      default -> throw new AssertionError("a kind that is not known: " + expected);
    }
  }

  private static void assertDelay(JsonNode published, double millis) {
    ServerHint hint = hint(published);
    assertThat(hint.timing()).isEqualTo(ServerHint.Timing.FLOOR);
    assertThat(hint.nanos()).isEqualTo(Math.round(millis * 1_000_000));
    assertThat(verdict(published).hintNanos()).isEqualTo(hint.nanos());
  }

  private static void assertOneOf(JsonNode published, JsonNode alternatives) {
    StringBuilder differences = new StringBuilder();
    for (JsonNode alternative : alternatives) {
      try {
        check(published, alternative);
        return;
      } catch (AssertionError differs) {
        differences.append(differs.getMessage());
      }
    }
    throw new AssertionError(differences.toString());
  }

  private static ServerHint hint(JsonNode published) {
    return ServerHint.read(Refusal.source(published), now(published));
  }

  private static Instant now(JsonNode published) {
    return Instant.parse(published.path("now").asText());
  }

  private static Classifier classifier(JsonNode published) {
    Instant now = now(published);
    return new LimitClassifier(Reach.EVERYTHING, (InstantSource) () -> now);
  }

  private static Verdict verdict(JsonNode published) {
    return classifier(published).classify(Refusal.of(published, 429));
  }

  /** What the engine pauses, the own backoff being as the case says and AWS's bounds as its profile does. */
  private static Duration pause(JsonNode published) {
    Classifier plain = classifier(published);
    Classifier bounded = switch (published.path("profile").asText()) {
      case "aws-standard-2.0" -> new ClampedHints(plain, Duration.ofSeconds(20), FOREVER);
      case "aws-standard-2.1", "aws-java" ->
        new ClampedHints(plain, FOREVER, Duration.ofSeconds(5));
      default -> plain;
    };
    VirtualTimebase time = VirtualTimebase.create();
    RetryPolicy policy = RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(2)
        .backoff(Backoff.fixed(ofMillis(published.path("ownBackoffMs").asLong())))
        .classifier(bounded)
        .build();
    Refusal refusal = Refusal.of(published, 429);
    assertThat(catchThrowable(() -> Retry.with(policy).call(() -> {
          throw refusal;
        })))
        .isSameAs(refusal);
    return time.elapsed();
  }
}
