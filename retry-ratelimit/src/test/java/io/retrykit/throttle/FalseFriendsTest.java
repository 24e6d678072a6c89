package io.retrykit.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import java.io.FileNotFoundException;
import java.io.Serial;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransientException;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 17.1: what only names a limit, as a table, a file, a permission or a setting do, is none that was met. */
class FalseFriendsTest {
  private final Classifier classifier = RateLimits.classifier();

  private static Refusal refusal(int status, @Nullable String code, String message) {
    return new Refusal(status, code, Map.of(), null, message);
  }

  /** Errors of the program, or of its surroundings, about something that bears the name. */
  static Stream<Throwable> namesakes() {
    return Stream.of(
        new SQLSyntaxErrorException("Table 'app.rate_limits' doesn't exist"),
        new SQLSyntaxErrorException("no such table: rate limits"),
        new FileNotFoundException("/etc/app/rate-limit.yml (No such file)"),
        new FileNotFoundException("rate limit (No such file)"),
        new NoSuchFileException("conf/rate-limits.json"),
        new NoSuchFileException("throttled"),
        new ClassNotFoundException("com.acme.RateLimiterConfig"),
        new NoSuchMethodException("throttled()"),
        new IllegalStateException("No qualifying bean of type RateLimiter"),
        new UnknownHostException("rate-limits.internal"),
        new UnknownHostException("rate-limit"),
        new MissingResourceException("Can't find bundle for rate-limit", "rate-limit", ""));
  }

  @ParameterizedTest
  @MethodSource("namesakes")
  void failure_aboutANamesake_isNoRateLimit(Throwable failure) {
    assertThat(RateLimits.isRateLimit(failure)).isFalse();
    assertThat(RateLimits.isRateLimit(new RuntimeException("failed", failure))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relation \"rate_limits\" does not exist",
        "bad SQL grammar [select rate_limit from app.rate_limits]",
        "cannot read /etc/app/rate-limit.yml",
        "cannot read conf\\rate-limits.json",
        "no bean of type com.acme.RateLimitInterceptor",
        "no bean of type com.acme.RequestThrottlingFilter",
        "no bean of type Throttler",
        "queue throttle-events is gone",
        "cannot resolve throttling-proxy.internal",
        "connect to rate-limits.internal:443",
        "property rateLimit is missing",
        "rate_limit must be positive"
      })
  void message_thatOnlyNamesSomething_isNoOpinion(String message) {
    assertThat(classifier.classify(new RuntimeException(message))).isSameAs(Verdict.noOpinion());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate limits exceeded",
        "Rate limit reached for gpt-4o in organization org-1",
        "error: rate_limit_exceeded",
        "API_RATE_LIMIT_EXCEEDED",
        "{\"type\":\"rate_limit_error\"}",
        "RateLimitExceededException: later",
        "You are being rate limited.",
        "hit the rate limit. Come back later",
        "request_throttled",
        "Throttling.User: request was denied due to user flow control",
        "API throttle limit reached"
      })
  void message_thatSaysItInAnotherSpelling_isThrottled(String message) {
    assertThat(classifier.classify(new RuntimeException(message)).isThrottled()).isTrue();
  }

  /** A database may be the one that limits. */
  @Test
  void databaseFailure_thatPasses_isHeard() {
    assertThat(RateLimits.isRateLimit(new SQLTransientException("rate limit exceeded")))
        .isTrue();
  }

  /** What the code says counts, and a bad request or a missing permission may well be about a limit. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|AccessDenied|not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:eu-west-1:1:throttle-events",
        "403|AccessDenied|not authorized: too many requests were throttled",
        "403|UnauthorizedOperation|not authorized to perform: wafv2:UpdateRateLimit on rate limit rule",
        "403||caller lacks the rate limit admin role",
        "400||400 Bad Request: \"rate_limit must be a positive integer\"",
        "400||the rate limit must be positive",
        "0|INVALID_ARGUMENT|rate limit must be > 0",
        "0|E_RULE|rate limit exceeded is no rule"
      })
  void refusal_thatMentionsALimit_isNotThrottled(
      int status, @Nullable String code, String message) {
    assertThat(classifier.classify(refusal(status, code, message)).retries()).isFalse();
  }

  @Test
  void grpc_refusalThatMentionsALimit_isNotThrottled() {
    assertThat(RateLimits.isRateLimit(
            Status.INVALID_ARGUMENT.withDescription("rate_limit must be > 0").asRuntimeException()))
        .isFalse();
    assertThat(RateLimits.isRateLimit(Status.PERMISSION_DENIED
            .withDescription("caller lacks rate limit admin role")
            .asRuntimeException()))
        .isFalse();
  }

  /** Codes that say nothing of the matter leave it to the words: none, gRPC's for the unknown, numbers, the words again. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400||Throttling exception: rate exceeded",
        "403||API rate limit exceeded for user",
        "403||You have been rate limited",
        "403|403|Too many requests, slow down",
        "0|UNKNOWN|rate limit exceeded",
        "0|RATE_LIMITED|rate limit exceeded",
        "503|ServerBusy|too many requests"
      })
  void refusal_whoseWordsSayThatItHappened_isThrottled(
      int status, @Nullable String code, String message) {
    assertThat(classifier.classify(refusal(status, code, message)).isThrottled())
        .isTrue();
  }

  /** Has a status as an enum. */
  public static final class Enumerated extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    Enumerated(String message) {
      super(message);
    }

    /** As Spring calls it. */
    public HttpStatus getStatusCode() {
      return HttpStatus.FORBIDDEN;
    }
  }

  /** As Spring calls it. */
  public enum HttpStatus {
    /** The only one. */
    FORBIDDEN;

    /** As Spring calls it. */
    public int value() {
      return 403;
    }
  }

  @Test
  void statusByName_isNoCode() {
    assertThat(RateLimits.isRateLimit(new Enumerated("rate limit exceeded"))).isTrue();
  }
}
