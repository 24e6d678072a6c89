package io.retrykit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.Retry;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitOpenException;
import io.retrykit.circuitbreaker.CircuitSnapshot;
import io.retrykit.circuitbreaker.CircuitState;
import io.retrykit.examples.bedrock.EmbeddedBedrock;
import io.retrykit.examples.bedrock.Reply;
import io.retrykit.policy.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.InternalServerException;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;

class BreakerRecipesTest {
  @Test
  void recipesOfCalls_makeThem() throws TimeoutException {
    CircuitBreaker breaker = CircuitBreaker.of("claude");
    Retry retry = Retry.with(RetryPolicy.defaults());
    assertThat(BreakerRecipes.inside(prompt -> "because of " + prompt, "it"))
        .isEqualTo("because of it");
    assertThat(BreakerRecipes.around(breaker, retry, prompt -> "because of " + prompt, "it"))
        .isEqualTo("because of it");
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
    assertThat(BreakerRecipes.perKey("haiku", prompt -> prompt, "it").snapshots())
        .extracting(CircuitSnapshot::breaker)
        .containsExactly("models[haiku]");
  }

  @Test
  void recipesOfSettings_makeABreakerThatIsClosed() {
    assertThat(BreakerRecipes.settings().state()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void recipeOfADashboard_hearsOfATransition() {
    List<String> seen = new ArrayList<>();
    assertThat(BreakerRecipes.watched(seen::add).state()).isEqualTo(CircuitState.CLOSED);
    assertThat(seen).containsExactly("claude is OPEN");
  }

  @Test
  void recipeByHand_leavesTheBreakerClosed() {
    CircuitBreaker breaker = CircuitBreaker.of("claude");
    BreakerRecipes.byHand(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void recipeOfCallbacks_tellsOneEndOfEachGrant() {
    CircuitBreaker breaker =
        CircuitBreaker.builder("claude").consecutiveFailures(1).build();
    BreakerRecipes.callbacks(breaker, (prompt, callback) -> callback.answered(prompt), "it");
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
    BreakerRecipes.callbacks(breaker, (prompt, callback) -> callback.cancelled(), "it");
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
    BreakerRecipes.callbacks(
        breaker, (prompt, callback) -> callback.failed(new TimeoutException("late")), "it");
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    assertThatThrownBy(() -> BreakerRecipes.callbacks(breaker, (prompt, callback) -> {}, "it"))
        .isInstanceOf(CircuitOpenException.class);
  }

  @Test
  void recipeOfAnAsyncCall_failed_isCounted() {
    CircuitBreaker breaker = CircuitBreaker.of("claude");
    InvokeModelRequest request = InvokeModelRequest.builder()
        .modelId("anthropic.claude-3-haiku-20240307-v1:0")
        .body(SdkBytes.fromUtf8String("{}"))
        .build();
    try (EmbeddedBedrock server = EmbeddedBedrock.start();
        BedrockRuntimeAsyncClient client = BedrockRuntimeAsyncClient.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(server.endpoint())
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1))
            .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build()) {
      server.always(Reply.internalServerError());
      assertThat(BreakerRecipes.async(breaker, client, request))
          .failsWithin(Duration.ofMinutes(1))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(InternalServerException.class);
    }
    assertThat(breaker.snapshot().failed()).isEqualTo(1);
  }
}
