package io.retrykit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.retrykit.Retry;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitBreakerBuilder;
import io.retrykit.circuitbreaker.CircuitOpenException;
import io.retrykit.circuitbreaker.CircuitState;
import io.retrykit.examples.bedrock.EmbeddedBedrock;
import io.retrykit.examples.bedrock.Reply;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.throttle.RateLimits;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.InternalServerException;

/** A breaker in the policy of the real client, over real sockets; only the pauses and the open time are virtual. */
class BreakerClientTest {
  private static final String MODEL = "anthropic.claude-3-haiku-20240307-v1:0";

  private final EmbeddedBedrock server = EmbeddedBedrock.start();
  private final BedrockRuntimeClient client = BedrockClients.embedded(server.endpoint());
  private final Claude claude = new Claude(client, MODEL);
  private final VirtualTimebase time = VirtualTimebase.create();
  private final CircuitBreaker breaker = breaker().consecutiveFailures(3).build();
  private final RetryPolicy policy = RetryPolicy.builder()
      .maxAttempts(2)
      .retryOn(SdkException.class)
      .timebase(time)
      .build();
  private final Retry guarded = Retry.with(policy.toBuilder().guard(breaker).build());

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private CircuitBreakerBuilder breaker() {
    return CircuitBreaker.builder("claude").openTime(Duration.ofSeconds(30)).timebase(time);
  }

  private CircuitOpenException refused() {
    return catchThrowableOfType(
        CircuitOpenException.class, () -> guarded.call(() -> claude.ask("why?")));
  }

  private void open() {
    server.always(Reply.internalServerError());
    assertThatThrownBy(() -> guarded.call(() -> claude.ask("why?")))
        .isInstanceOf(InternalServerException.class);
    assertThat(server.requestCount()).isEqualTo(2);
    assertThat(refused()).hasCauseInstanceOf(InternalServerException.class);
    assertThat(server.requestCount()).isEqualTo(3);
  }

  /** SPEC 22.2, 22.6, 22.10: each attempt counts, the retry that finds the breaker open is not made. */
  @Test
  void call_serviceDown_isRefusedWithoutReachingIt_untilAProbeFindsItBack() throws Exception {
    open();
    assertThat(refused()).hasNoCause();
    assertThat(server.requestCount()).isEqualTo(3);

    server.always(Reply.text("back"));
    time.advance(refused().remaining().orElseThrow());
    assertThat(guarded.call(() -> claude.ask("why?"))).isEqualTo("back");
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    assertThat(server.requestCount()).isEqualTo(4);
  }

  /** SPEC 22.7: the probe is one request, whatever the policy would like to retry. */
  @Test
  void call_serviceStillDown_isOneProbe_andTheBreakerOpensAgain() {
    open();
    time.advance(refused().remaining().orElseThrow());
    assertThat(refused()).hasCauseInstanceOf(InternalServerException.class);
    assertThat(server.requestCount()).isEqualTo(4);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  /** SPEC 22.12: around the whole retry a call counts once, however many attempts it made. */
  @Test
  void call_breakerAroundTheRetry_countsCallsNotAttempts() {
    server.always(Reply.internalServerError());
    Retry plain = Retry.with(policy);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> breaker.call(() -> plain.call(() -> claude.ask("why?"))))
          .isInstanceOf(InternalServerException.class);
    }
    assertThatThrownBy(() -> breaker.call(() -> plain.call(() -> claude.ask("why?"))))
        .isInstanceOf(CircuitOpenException.class);
    assertThat(server.requestCount()).isEqualTo(6);
  }

  /** SPEC 22.5: who is throttled asks too often, and the service is well. */
  @Test
  void call_throttled_doesNotOpenABreakerThatIgnoresRateLimits() throws Exception {
    server.enqueue(Reply.throttled(), Reply.throttled(), Reply.throttled(), Reply.text("at last"));
    CircuitBreaker lenient = breaker().consecutiveFailures(1).ignoreRateLimits().build();
    Retry retry =
        Retry.with(RateLimits.policy().toBuilder().timebase(time).guard(lenient).build());
    assertThat(retry.call(() -> claude.ask("why?"))).isEqualTo("at last");
    assertThat(lenient.snapshot().failed()).isZero();
    assertThat(lenient.snapshot().calls()).isEqualTo(1);
  }
}
