package io.retrykit.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.testing.PublishedCases;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Error codes, statuses, Bedrock's errors, throwables and messages, as nine AWS SDKs judge them. SPEC 17.1, SPEC 17.2. */
class ErrorCodeTablesTest {
  private final Classifier classifier = RateLimits.classifier();

  @TestFactory
  Stream<DynamicTest> errorCodes_publishedCases() {
    return PublishedCases.of("aws-error-codes").tests(all -> true, this::check);
  }

  private void check(JsonNode published) {
    JsonNode expected = published.path("expect");
    int status = published.path("httpStatus").asInt();
    switch (published.path("kind").asText()) {
      case "error-code" ->
        assertClass(
            expected.path("class").asText(),
            judge(status, published.path("code").asText()));
      case "http-status" ->
        // where AWS and the model providers' clients differ, we go with whoever retries
        assertThat(judge(status, null).retries())
            .isEqualTo(expected.path("stainlessRetry").asBoolean());
      case "bedrock" ->
        assertRetry(
            expected.path("retry").asText(),
            judge(status, published.path("exception").asText()));
      case "bedrock-stream-event" ->
        assertRetry(
            expected.path("retryBeforeFirstChunk").asText(),
            judge(0, published.path("exception").asText()));
      case "throwable" ->
        assertThat(classifier
                .classify(throwable(published.path("throwable").asText()))
                .retries())
            .isEqualTo(isRetried(published.path("id").asText(), expected));
      case "message" -> {
        boolean limit = classifier
            .classify(new RuntimeException(published.path("message").asText()))
            .isThrottled();
        // "policy": we take it for one
        assertThat(limit).isEqualTo(expected.path("rateLimit").asBoolean(true));
      }
      default -> throw new AssertionError("a kind that is not known: " + published);
    }
  }

  /** A message that speaks of a rate limit counts here, unlike in the AWS SDK. */
  private static boolean isRetried(String id, JsonNode expected) {
    return id.equals("EC-088") || expected.path("awsJava").asText().equals("transient");
  }

  private Verdict judge(int status, @Nullable String code) {
    return classifier.classify(new Refusal(status, code, Map.of(), null, null));
  }

  private static void assertClass(String expected, Verdict verdict) {
    switch (expected) {
      case "throttling" -> assertThat(verdict.isThrottled()).isTrue();
      case "transient", "clock-skew" ->
        assertThat(verdict.decision()).isEqualTo(Verdict.Decision.RETRY);
      case "none" -> assertThat(verdict.decision()).isEqualTo(Verdict.Decision.GIVE_UP);
      case "clock-skew-possible" ->
        assertThat(verdict.decision()).isEqualTo(Verdict.Decision.NO_OPINION);
      default -> throw new AssertionError("a class that is not known: " + expected);
    }
  }

  private static void assertRetry(String expected, Verdict verdict) {
    switch (expected) {
      case "rate-limit" -> assertThat(verdict.isThrottled()).isTrue();
      case "retry" -> assertThat(verdict.retries()).isTrue();
      case "no" -> assertThat(verdict.decision()).isEqualTo(Verdict.Decision.GIVE_UP);
      default -> {
        if (expected.startsWith("no")) {
          assertThat(verdict.retries()).isFalse();
        } else {
          assertThat(verdict.decision()).isEqualTo(Verdict.Decision.RETRY); // "policy": we retry
        }
      }
    }
  }

  private static Throwable throwable(String name) {
    return switch (name) {
      case "java.io.IOException" -> new IOException("reset");
      case "java.net.SocketTimeoutException" -> new SocketTimeoutException("read");
      case "java.lang.RuntimeException(cause=IOException)" ->
        new RuntimeException(new IOException("reset"));
      case "SdkClientException(cause=IOException)" ->
        new SdkClientException(new IOException("reset"));
      case "ApiCallAttemptTimeoutException" -> new ApiCallAttemptTimeoutException();
      case "ApiCallTimeoutException (total deadline)" -> new ApiCallTimeoutException();
      case "java.lang.InterruptedException" -> new InterruptedException();
      case "java.lang.Error" -> new Error("error");
      case "RuntimeException(\"throttled, rate limit\")" ->
        new RuntimeException("throttled, rate limit");
      default -> throw new AssertionError("a throwable that is not known: " + name);
    };
  }

  @SuppressWarnings("serial")
  private static final class SdkClientException extends RuntimeException {
    SdkClientException(Throwable cause) {
      super(cause);
    }
  }

  @SuppressWarnings("serial")
  private static final class ApiCallAttemptTimeoutException extends RuntimeException {}

  @SuppressWarnings("serial")
  private static final class ApiCallTimeoutException extends RuntimeException {}
}
