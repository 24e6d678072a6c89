package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitOpenException;
import io.retrykit.circuitbreaker.CircuitState;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.ratelimit.GrpcRetryBudget;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SPEC 23.13: a hedged attempt that takes too long has failed, for those who watch the service, too. */
class HedgeTimeoutTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final CircuitBreaker breaker = CircuitBreaker.builder("breaker")
      .consecutiveFailures(3)
      .openTime(ofSeconds(10))
      .timebase(time)
      .build();
  private int begun;

  private CompletableFuture<String> call(RetryPolicyBuilder policy, long hedgeMillis) {
    CompletableFuture<String> call = AsyncRetry.with(
            policy.maxAttempts(1).guard(breaker).timebase(time).discovery(false).build())
        .withExecutor(Runnable::run)
        .withHedge(Hedge.after(ofMillis(hedgeMillis)).withMaxAttempts(3))
        .call(() -> {
          begun++;
          return new CompletableFuture<>();
        });
    time.advance(ofSeconds(1));
    return call;
  }

  private static RetryPolicyBuilder limited(String what) {
    Duration limit = ofMillis(150);
    return what.equals("attempt")
        ? RetryPolicy.builder().attemptTimeout(limit)
        : RetryPolicy.builder().maxDuration(limit);
  }

  @ParameterizedTest
  @CsvSource({"attempt, 50", "attempt, 5000", "duration, 50", "duration, 5000"})
  void callsThatHang_openTheBreaker(String limit, long hedgeMillis) {
    for (int i = 0; i < 3; i++) {
      assertThat(call(limited(limit), hedgeMillis))
          .failsWithin(Duration.ZERO)
          .withThrowableThat()
          .withCauseInstanceOf(AttemptTimeoutException.class);
    }
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    int before = begun;
    assertThat(call(limited(limit), hedgeMillis))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(CircuitOpenException.class);
    assertThat(begun).isEqualTo(before);
  }

  @Test
  void probeThatHangs_opensItAgain() {
    breaker.open();
    time.advance(ofSeconds(10));
    assertThat(call(limited("attempt"), 50)).isCompletedExceptionally();
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  /** Only one has had its time. */
  @Test
  void attemptsBesideEachOther_thatHang_areOneFailure() {
    assertThat(call(limited("attempt"), 50)).isCompletedExceptionally();
    assertThat(begun).isEqualTo(3);
    assertThat(breaker.snapshot().failed()).isOne();
  }

  @Test
  void budget_isToldOfOneFailure() {
    GrpcRetryBudget budget = GrpcRetryBudget.of("budget", 10, 0.1);
    assertThat(call(limited("attempt").budget(budget), 5_000)).isCompletedExceptionally();
    assertThat(budget.tokens()).isEqualTo(9.0);
  }
}
