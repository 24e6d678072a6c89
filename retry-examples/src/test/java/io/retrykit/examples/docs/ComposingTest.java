package io.retrykit.examples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitOpenException;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.AwsRetryBudget;
import io.retrykit.ratelimit.RateLimiter;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code docs/guide/composing.md}. */
class ComposingTest {
  private final Service service = new Service();
  private final String prompt = "why?";

  @Test
  void everything_inOnePolicy_isAskedInTheOrderWritten() throws IOException {
    // docs: begin composing/all
    RateLimiter limiter = RateLimiter.of(50, ofSeconds(1));
    CircuitBreaker breaker = CircuitBreaker.of("orders");
    AwsRetryBudget budget = AwsRetryBudget.standard();
    RetryPolicy policy = RetryPolicy.builder()
        .name("orders")
        .maxAttempts(4)
        .initialDelay(ofMillis(200))
        .attemptTimeout(ofSeconds(3))
        .maxDuration(ofSeconds(15))
        .guard(limiter) // first: it makes wait
        .guard(breaker) // second: its answer is fresh, and waiting is no part of the call
        .budget(budget)
        .build();
    Retry retry = Retry.with(policy); // one for all who call this service
    // docs: end
    assertThat(policy.guards()).extracting(Guard::name).containsExactly("rate-limiter", "orders");
    assertThat(retry.call(() -> service.ask(prompt))).isEqualTo("answer to why?");
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
    assertThat(limiter.availablePermits()).isBetween(49L, 50L);
    Output.isShown("composing/explain", policy.explain());
  }

  @Test
  void permit_ofACallThatTheBreakerRefuses_isGivenBack() {
    RateLimiter limiter = RateLimiter.of(2, ofSeconds(100));
    CircuitBreaker breaker = CircuitBreaker.of("orders");
    Retry retry = Retry.with(RetryPolicy.builder().guard(limiter).guard(breaker).build());
    breaker.forceOpen();
    assertThatThrownBy(() -> retry.call(() -> service.ask(prompt)))
        .isInstanceOf(CircuitOpenException.class);
    assertThat(limiter.availablePermits()).isEqualTo(2);
  }

  @Test
  void breaker_insideThePolicy_countsAttempts() {
    CircuitBreaker breaker = CircuitBreaker.of("orders");
    Retry retry =
        Retry.with(RetryPolicy.builder().backoff(Backoff.none()).guard(breaker).build());
    service.failing(3);
    assertThat(catchThrowable(() -> retry.call(() -> service.ask(prompt))))
        .isInstanceOf(IOException.class);
    assertThat(breaker.snapshot().failed()).isEqualTo(3);
  }

  @Test
  void breaker_aroundTheRetry_countsCalls() {
    CircuitBreaker breaker = CircuitBreaker.of("orders");
    Retry retry = Retry.with(RetryPolicy.builder().backoff(Backoff.none()).build());
    service.failing(3);
    Throwable thrown = catchThrowable(() -> {
      // docs: begin composing/around
      String answer = breaker.call(() -> retry.call(() -> service.ask(prompt)));
      // docs: end
      assertThat(answer).isNull();
    });
    assertThat(thrown).isInstanceOf(IOException.class);
    assertThat(breaker.snapshot().failed()).isEqualTo(1);
  }

  @Test
  void fallback_ofACallThatIsRefused_answersInItsPlace() {
    CircuitBreaker breaker = CircuitBreaker.of("orders");
    Retry retry = Retry.with(RetryPolicy.builder().guard(breaker).build());
    breaker.forceOpen();
    // docs: begin composing/fallback
    String answer = retry.callOrElse(() -> service.ask(prompt), failure -> "try again later");
    // docs: end
    assertThat(answer).isEqualTo("try again later");
    assertThat(service.calls()).isZero();
  }
}
