package io.retrykit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.examples.bedrock.EmbeddedBedrock;
import io.retrykit.examples.bedrock.Reply;
import io.retrykit.failure.RetryHistory;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** The real client over real sockets; only the pauses are virtual. */
class RetriedClientTest {
  private final EmbeddedBedrock server = EmbeddedBedrock.start();
  private final BedrockRuntimeClient client = BedrockClients.embedded(server.endpoint());
  private final Claude claude = new Claude(client, "anthropic.claude-3-haiku-20240307-v1:0");
  private final VirtualTimebase time = VirtualTimebase.create();
  private final RetryPolicy policy = RetryPolicy.builder()
      .name("claude")
      .maxAttempts(4)
      .jitter(false)
      .retryOn(BedrockFailures::isTransient)
      .timebase(time)
      .build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void call_throttledTwice_answersAfterTwoPauses() throws Exception {
    server.enqueue(Reply.throttled(), Reply.throttled(), Reply.text("at last"));
    assertThat(Retry.with(policy).call(() -> claude.ask("why?"))).isEqualTo("at last");
    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(server.requestCount()).isEqualTo(3);
  }

  @Test
  void call_throttledForEver_endsWithTheLastExceptionItselfAndItsHistory() {
    server.always(Reply.throttled());
    Throwable thrown = catchThrowable(() -> Retry.with(policy).call(() -> claude.ask("why?")));
    assertThat(thrown).isInstanceOf(ThrottlingException.class);
    assertThat(((AwsServiceException) thrown).statusCode()).isEqualTo(429);
    assertThat(thrown.getSuppressed())
        .filteredOn(RetryHistory.class::isInstance)
        .singleElement()
        .satisfies(history -> assertThat(((RetryHistory) history).failures())
            .hasSize(3)
            .allMatch(ThrottlingException.class::isInstance));
    assertThat(server.requestCount()).isEqualTo(4);
  }

  @Test
  void call_connectionResetAndCutBody_recovers() throws Exception {
    server.enqueue(Reply.reset(), Reply.cutBody(10), Reply.close(), Reply.text("whole"));
    assertThat(Retry.with(policy).call(() -> claude.ask("why?"))).isEqualTo("whole");
    assertThat(server.requestCount()).isEqualTo(4);
  }

  @Test
  void call_connectionRefused_givesUpWithTheClientsException() {
    server.close();
    Throwable thrown = catchThrowable(() -> Retry.with(policy).call(() -> claude.ask("why?")));
    assertThat(thrown).isInstanceOf(SdkClientException.class);
    assertThat(time.sleeps()).hasSize(3);
  }

  @Test
  void call_validationError_isNotRetried() {
    server.always(Reply.error(400, "ValidationException", "max_tokens: field required"));
    Throwable thrown = catchThrowable(() -> Retry.with(policy).call(() -> claude.ask("why?")));
    assertThat(thrown).isInstanceOf(ValidationException.class);
    assertThat(server.requestCount()).isEqualTo(1);
  }

  @Test
  void call_retryAfterReadByAClassifier_isTheLeastPause() throws Exception {
    server.enqueue(Reply.throttled().retryAfter("7"), Reply.text("rested"));
    RetryPolicy hinted = policy.toBuilder()
        .classifier(failure -> failure instanceof AwsServiceException service
            ? service
                .awsErrorDetails()
                .sdkHttpResponse()
                .firstMatchingHeader("Retry-After")
                .map(seconds ->
                    Verdict.throttled().withFloor(Duration.ofSeconds(Long.parseLong(seconds))))
                .orElse(Verdict.noOpinion())
            : Verdict.noOpinion())
        .build();
    assertThat(Retry.with(hinted).call(() -> claude.ask("why?"))).isEqualTo("rested");
    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void call_withAttempt_sendsEveryAttemptTheSameOperationId() {
    server.always(Reply.throttled());
    List<String> ids = new ArrayList<>();
    Throwable thrown = catchThrowable(() -> Retry.with(policy).callWithAttempt(attempt -> {
      ids.add(attempt.operationId());
      return claude.ask("why?");
    }));
    assertThat(thrown).isInstanceOf(ThrottlingException.class);
    assertThat(ids).hasSize(4).containsOnly(ids.get(0));
  }

  /** CO-12: attempts multiply, and the log says so, once. */
  @Test
  void call_sdkRetriesLeftOn_multiplyAndAreNoticed() {
    server.always(Reply.throttled());
    StandardRetryStrategy twice = StandardRetryStrategy.builder()
        .maxAttempts(2)
        .retryOnException(failure -> true)
        .backoffStrategy(BackoffStrategy.retryImmediately())
        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
        .build();
    RetryPolicy noticed =
        policy.toBuilder().name("multiplied").backoff(Backoff.none()).build();
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try (BedrockRuntimeClient retrying = BedrockRuntimeClient.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(server.endpoint())
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .overrideConfiguration(o -> o.retryStrategy(twice))
        .build()) {
      Claude impatient = new Claude(retrying, "anthropic.claude-3-haiku-20240307-v1:0");
      Retry retry = Retry.with(noticed);
      assertThat(catchThrowable(() -> retry.call(() -> impatient.ask("why?"))))
          .isInstanceOf(ThrottlingException.class);
      assertThat(catchThrowable(() -> retry.call(() -> impatient.ask("why?"))))
          .isInstanceOf(ThrottlingException.class);
    } finally {
      System.setErr(before);
    }
    assertThat(server.requestCount()).isEqualTo(2 * 4 * 2);
    assertThat(log.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.contains("retries multiply")))
        .singleElement()
        .asString()
        .contains(
            "multiplied: retries multiply: the client reports 2 attempts of its own for one of ours: up to 8 in all");
  }
}
