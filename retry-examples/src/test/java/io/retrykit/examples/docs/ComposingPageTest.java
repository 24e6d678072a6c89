package io.retrykit.examples.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.Retry;
import io.retrykit.RetrySwitch;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitOpenException;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.AwsRetryBudget;
import io.retrykit.ratelimit.PercentageRetryBudget;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.throttle.RateLimits;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.io.Serial;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pages on composing, budgets, rate limits and the switch, run. */
class ComposingPageTest {
  private final VirtualTimebase time = VirtualTimebase.create();

  /** What a client throws that nobody knows. */
  private static final class ClientException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    int status() {
      return 429;
    }

    Map<String, String> headers() {
      return Map.of("retry-after", "7");
    }
  }

  @Test
  void limiterBreakerBudgetAndTimes_inOnePolicy() throws IOException {
    // docs: begin
    RateLimiter limiter = RateLimiter.of(50, ofSeconds(1));
    CircuitBreaker breaker =
        CircuitBreaker.builder("orders").consecutiveFailures(5).build();
    RetryBudget budget = AwsRetryBudget.standard();

    RetryPolicy policy = RetryPolicy.builder()
        .name("orders")
        .maxAttempts(4)
        .guard(limiter) // asked first: it may make the attempt wait
        .guard(breaker) // asked last: what it grants begins at once
        .budget(budget) // pays for retries, not for first attempts
        .attemptTimeout(ofSeconds(5))
        .maxDuration(ofSeconds(20))
        .build();
    // docs: end
    Retry retry = Retry.with(policy.toBuilder().timebase(time).build());
    Flaky down = new Flaky(99);
    assertThatThrownBy(() -> retry.call(() -> down.invoke("x"))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> retry.call(() -> down.invoke("x")))
        .isInstanceOf(CircuitOpenException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThat(down.calls()).isEqualTo(5);
  }

  @Test
  void aShareOfTheCalls_isWhatRetriesMayBe() {
    // docs: begin
    RetryBudget budget = PercentageRetryBudget.standard(); // one object for all who share it
    Retry reads = Retry.with(RetryPolicy.builder().name("reads").budget(budget).build());
    Retry writes =
        Retry.with(RetryPolicy.builder().name("writes").budget(budget).build());
    // docs: end
    assertThat(reads.policy().budget()).isEqualTo(writes.policy().budget()).contains(budget);
  }

  @Test
  void aClientNobodyKnows_isExplainedByAClassifier() throws IOException {
    // docs: begin
    Classifier mine = failure -> failure instanceof ClientException ours
        ? RateLimits.verdict(ours.status(), ours.headers()::get) // by lower-case name
        : Verdict.noOpinion();
    Retry retry = Retry.with(RateLimits.policy().toBuilder().classifier(mine).build());
    // docs: end
    Retry quick = Retry.with(retry.policy().toBuilder().timebase(time).build());
    int[] calls = {0};
    quick.run(() -> {
      if (calls[0]++ == 0) {
        throw new ClientException();
      }
    });
    assertThat(time.sleeps().get(0)).isGreaterThanOrEqualTo(ofSeconds(7));
  }

  @Test
  @SuppressWarnings("try") // the scope is there to be closed
  void retries_canBeSwitchedOff() {
    Retry retry = Retry.with(RetryPolicy.builder().timebase(time).build());
    Flaky service = new Flaky(99);
    // docs: begin
    try (RetrySwitch.Scope off = RetrySwitch.off()) {
      assertThatThrownBy(() -> retry.call(() -> service.invoke("x"))).isNotNull(); // one attempt
    }
    // docs: end
    assertThat(service.calls()).isOne();
  }

  @Test
  void retries_canBeCapped_inAnIncident() {
    Retry retry = Retry.with(RetryPolicy.builder().maxAttempts(9).timebase(time).build());
    Flaky service = new Flaky(99);
    // docs: begin
    RetrySwitch.Scope incident = RetrySwitch.capped(2); // for the whole process, from now on
    // docs: end
    assertThatThrownBy(() -> retry.call(() -> service.invoke("x"))).isNotNull();
    // docs: begin
    incident.close(); // it is over
    // docs: end
    assertThat(service.calls()).isEqualTo(2);
  }
}
