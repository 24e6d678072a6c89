package io.retrykit.examples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.RetrySwitch;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.examples.bedrock.EmbeddedBedrock;
import io.retrykit.examples.bedrock.Reply;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.AwsRetryBudget;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceUnavailableException;

/** {@code docs/best-practices.md}. */
class BestPracticesTest {
  private static final InvokeModelRequest REQUEST = InvokeModelRequest.builder()
      .modelId("anthropic.claude-3-haiku-20240307-v1:0")
      .body(SdkBytes.fromUtf8String("{}"))
      .build();

  private final RetrySwitch.Scope now = RetrySwitch.withoutPauses();
  private final Service service = new Service();

  @AfterEach
  void pauseAgain() {
    now.close();
  }

  private static BedrockRuntimeClientBuilder builder(EmbeddedBedrock server) {
    return BedrockRuntimeClient.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(server.endpoint())
        .credentialsProvider(AnonymousCredentialsProvider.create());
  }

  private static BedrockRuntimeClient withoutRetries(BedrockRuntimeClientBuilder builder) {
    // docs: begin best-practices/sdk
    BedrockRuntimeClient client = builder
        .overrideConfiguration(override -> override
            .retryStrategy(DefaultRetryStrategy.doNotRetry())
            .apiCallAttemptTimeout(ofSeconds(20))) // synchronous calls ignore interrupts
        .build();
    // docs: end
    return client;
  }

  @Test
  void client_thatDoesNotRetry_sendsOneRequestForEachAttempt() {
    try (EmbeddedBedrock server = EmbeddedBedrock.start();
        BedrockRuntimeClient client = withoutRetries(builder(server))) {
      server.always(Reply.serviceUnavailable());
      Retry retry = Retry.with(RetryPolicy.defaults());
      assertThat(catchThrowable(() -> retry.call(() -> client.invokeModel(REQUEST))))
          .isInstanceOf(ServiceUnavailableException.class);
      assertThat(server.requestCount()).isEqualTo(3);
    }
  }

  @Test
  void client_thatRetriesToo_isToldOf() throws IOException {
    try (EmbeddedBedrock server = EmbeddedBedrock.start();
        BedrockRuntimeClient client = builder(server)
            .overrideConfiguration(
                override -> override.retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                    .maxAttempts(3)
                    .backoffStrategy(BackoffStrategy.retryImmediately())
                    .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                    .circuitBreakerEnabled(false)
                    .build()))
            .build()) {
      server.always(Reply.serviceUnavailable());
      Retry retry = Retry.with(RetryPolicy.builder().name("claude").build());
      String lines = Output.logged(() -> assertThat(
              catchThrowable(() -> retry.call(() -> client.invokeModel(REQUEST))))
          .isInstanceOf(ServiceUnavailableException.class));
      assertThat(server.requestCount()).isEqualTo(9);
      Output.isShown("best-practices/sdk-log", lines.lines().findFirst().orElseThrow());
    }
  }

  @Test
  void nestedRetries_areToldOf() throws IOException {
    Retry outer = Retry.with(RetryPolicy.builder().name("outer").build());
    Retry inner = Retry.with(RetryPolicy.builder().name("inner").build());
    service.failing(9);
    String lines = Output.logged(() -> assertThat(
            catchThrowable(() -> outer.call(() -> inner.call(() -> service.ask("why?")))))
        .isInstanceOf(IOException.class));
    assertThat(service.calls()).isEqualTo(9);
    String line =
        lines.lines().filter(one -> one.contains("multiply")).findFirst().orElseThrow();
    Output.isShown("best-practices/nested", line);
  }

  @Test
  void goodPolicy_forACallToAService_isMade() throws IOException {
    // docs: begin best-practices/policy
    CircuitBreaker breaker =
        CircuitBreaker.builder("orders").consecutiveFailures(5).build();
    RetryPolicy policy = RetryPolicy.builder()
        .name("orders")
        .maxAttempts(3)
        .initialDelay(ofMillis(200))
        .retryOn(IOException.class, TimeoutException.class)
        .attemptTimeout(ofSeconds(2))
        .maxDuration(ofSeconds(8))
        .guard(breaker)
        .budget(AwsRetryBudget.standard())
        .build();
    Retry orders = Retry.with(policy); // a field, shared by all who call the service
    // docs: end
    service.failing(2);
    String answer = orders.callWithAttempt(attempt -> service.ask(attempt.operationId()));
    assertThat(answer).startsWith("answer to");
    assertThat(service.asked().stream().distinct()).hasSize(1);
  }
}
