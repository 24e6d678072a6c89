package io.retrykit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.examples.bedrock.EmbeddedBedrock;
import io.retrykit.examples.bedrock.Reply;
import io.retrykit.failure.RetryHistory;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/**
 * The real client over real sockets, a policy that does not say what to retry, and {@code retry-ratelimit} on the path;
 * only the pauses are virtual.
 */
class RetriedClientTest {
  private final EmbeddedBedrock server = EmbeddedBedrock.start();
  private final BedrockRuntimeClient client = BedrockClients.embedded(server.endpoint());
  private final Claude claude = new Claude(client, "anthropic.claude-3-haiku-20240307-v1:0");
  private final VirtualTimebase time = VirtualTimebase.create();
  private final RetryPolicy policy = RetryPolicy.builder()
      .name("claude")
      .maxAttempts(4)
      .jitter(false)
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
}
