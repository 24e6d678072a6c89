package io.retrykit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.annotation.Retryable;
import io.retrykit.async.AsyncRetry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.examples.bedrock.EmbeddedBedrock;
import io.retrykit.examples.bedrock.Reply;
import io.retrykit.failure.RetryHistory;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.proxy.RetryProxy;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

/**
 * The real client that does not block, over real sockets, in real time, with {@code retry-ratelimit} on the path. What
 * the server sees is waited for, a minute at most.
 */
@Timeout(120)
class AsyncClientTest {
  private static final Duration MOST = Duration.ofMinutes(1);

  private static final SdkAsyncHttpClient SOCKETS = BedrockClients.sockets();

  private final EmbeddedBedrock server = EmbeddedBedrock.start();
  private final BedrockRuntimeAsyncClient client =
      BedrockClients.embeddedAsync(server.endpoint(), SOCKETS);

  @AfterAll
  static void closeSockets() {
    SOCKETS.close();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .name("claude")
        .maxAttempts(4)
        .backoff(Backoff.fixed(Duration.ofMillis(5)))
        .throttledBackoff(Backoff.fixed(Duration.ofMillis(5)));
  }

  private CompletableFuture<InvokeModelResponse> invoke() {
    return client.invokeModel(Claude.request("anthropic.claude-3-haiku-20240307-v1:0", "why?"));
  }

  private static String text(CompletableFuture<InvokeModelResponse> answer) throws Exception {
    return Claude.text(answer.get());
  }

  @Test
  void call_throttledTwice_answers() throws Exception {
    server.enqueue(Reply.throttled(), Reply.throttled(), Reply.text("at last"));
    assertThat(text(AsyncRetry.with(policy().build()).call(this::invoke))).isEqualTo("at last");
    assertThat(server.requestCount()).isEqualTo(3);
  }

  @Test
  void call_throttledForEver_endsWithTheLastExceptionItself() {
    server.always(Reply.throttled());
    CompletableFuture<InvokeModelResponse> answer =
        AsyncRetry.with(policy().build()).call(this::invoke);
    Throwable last = catchThrowable(answer::join).getCause();
    assertThat(last).isExactlyInstanceOf(ThrottlingException.class);
    assertThat(Objects.requireNonNull(last).getSuppressed())
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
    assertThat(text(AsyncRetry.with(policy().build()).call(this::invoke))).isEqualTo("whole");
    assertThat(server.requestCount()).isEqualTo(4);
  }

  @Test
  void cancel_hangsUpOnTheServer_andNoAttemptFollows() throws Exception {
    server.enqueue(Reply.throttled(), Reply.blackHole());
    CompletableFuture<InvokeModelResponse> answer =
        AsyncRetry.with(policy().build()).call(this::invoke);
    assertThat(server.awaitRequests(2, MOST)).isTrue();
    assertThat(server.hangUps()).isZero();

    answer.cancel(true);

    assertThat(server.awaitHangUps(1, MOST)).isTrue();
    assertThat(server.requestCount()).isEqualTo(2);
  }

  @Test
  void orTimeout_hangsUpOnTheServer_too() throws Exception {
    server.enqueue(Reply.blackHole());
    CompletableFuture<InvokeModelResponse> answer =
        AsyncRetry.with(policy().build()).call(this::invoke).orTimeout(200, TimeUnit.MILLISECONDS);
    assertThat(server.awaitHangUps(1, MOST)).isTrue();
    assertThat(answer).isCompletedExceptionally();
    assertThat(server.requestCount()).isEqualTo(1);
  }

  @Test
  void attemptTimeout_hangsUpOnTheServer_andTheNextAttemptAnswers() throws Exception {
    server.enqueue(Reply.blackHole(), Reply.text("at last"));
    RetryPolicy policy = policy().attemptTimeout(Duration.ofMillis(500)).build();
    assertThat(text(AsyncRetry.with(policy).call(this::invoke))).isEqualTo("at last");
    assertThat(server.awaitHangUps(1, MOST)).isTrue();
    assertThat(server.requestCount()).isEqualTo(2);
  }

  @Test
  void attemptTimeout_everyTime_endsWithThat() {
    server.always(Reply.blackHole());
    RetryPolicy policy =
        policy().maxAttempts(2).attemptTimeout(Duration.ofMillis(200)).build();
    CompletableFuture<InvokeModelResponse> answer = AsyncRetry.with(policy).call(this::invoke);
    assertThat(catchThrowable(answer::get)).hasCauseInstanceOf(AttemptTimeoutException.class);
    assertThat(server.requestCount()).isEqualTo(2);
  }

  /** The methods of an asynchronous client that are of interest here. */
  @Retryable
  interface Models {
    CompletableFuture<InvokeModelResponse> invoke();
  }

  @Test
  void proxy_retriesItsMethods_withoutBlocking() throws Exception {
    server.enqueue(Reply.throttled(), Reply.text("at last"));
    Models models = RetryProxy.of(Models.class)
        .lookup(MethodHandles.lookup())
        .policy(policy().build())
        .wrap(this::invoke);
    assertThat(text(models.invoke())).isEqualTo("at last");
    assertThat(server.requestCount()).isEqualTo(2);
  }

  /** The SDK's other client does not hear of an interrupt: the call is over at once, its thread when the connection is. */
  @Test
  void cancelOfACallThatBlocks_endsIt_andNoAttemptFollows() throws Exception {
    server.enqueue(Reply.blackHole());
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (BedrockRuntimeClient blocking = BedrockClients.embedded(server.endpoint())) {
      Claude claude = new Claude(blocking, "anthropic.claude-3-haiku-20240307-v1:0");
      CompletableFuture<String> answer =
          AsyncRetry.with(policy().build()).callBlocking(() -> claude.ask("why?"), executor);
      assertThat(server.awaitRequests(1, MOST)).isTrue();
      answer.cancel(true);
      assertThat(answer).isCancelled();
      executor.shutdown();
    }
    server.close();
    assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.requestCount()).isEqualTo(1);
  }
}
