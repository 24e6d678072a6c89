package io.retrykit.circuitbreaker;

import static io.retrykit.circuitbreaker.Attempts.begin;
import static io.retrykit.circuitbreaker.Attempts.fail;
import static io.retrykit.circuitbreaker.Attempts.failWith;
import static io.retrykit.circuitbreaker.Attempts.succeed;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.Attempt;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.time.VirtualTimebase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published cases on breakers among other parts ({@code CO-} in {@code spec/behaviour.json}), each under its id. */
class CompositionCasesTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final IllegalStateException down = new IllegalStateException("down");
  private int calls;

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(3)
        .backoff(Backoff.none());
  }

  private CircuitBreakerBuilder breaker(int failures) {
    return CircuitBreaker.builder("b").timebase(time).consecutiveFailures(failures);
  }

  private String fails() {
    calls++;
    throw down;
  }

  private String failsFirst(int times) {
    if (++calls <= times) {
      throw down;
    }
    return "v";
  }

  /**
   * The default order: the retry outside, then the guards as they are written, then the limit of one attempt. SPEC 22.12:
   * every attempt is one call of the breaker, and one permit.
   */
  @Test
  void co01_retryIsOutsideTheBreaker_whichIsOutsideTheLimiter() {
    CircuitBreaker breaker = breaker(9).build();
    RateLimiter limiter =
        RateLimiter.builder(1, ofSeconds(1)).burst(10).timebase(time).build();
    List<String> order = new ArrayList<>();
    Retry retry = Retry.with(policy()
        .guard(Witness.of("breaker", breaker, order))
        .guard(Witness.of("limiter", limiter, order))
        .build());
    assertThat(retry.call(() -> failsFirst(1))).isEqualTo("v");
    assertThat(order)
        .containsExactly(
            "breaker asked",
            "limiter asked",
            "limiter failed",
            "breaker failed",
            "breaker asked",
            "limiter asked",
            "limiter succeeded",
            "breaker succeeded");
    assertThat(limiter.availablePermits()).isEqualTo(8);
    breaker.open();
    assertThatThrownBy(() -> retry.call(this::fails)).isInstanceOf(CircuitOpenException.class);
    assertThat(limiter.availablePermits()).as("no permit for what is refused").isEqualTo(8);
  }

  @Test
  void co02_retryAroundTheBreaker_everyAttemptIsRecorded() {
    CircuitBreaker breaker = breaker(3).build();
    Retry retry = Retry.with(policy().guard(breaker).build());
    assertThat(retry.call(() -> failsFirst(2))).isEqualTo("v");
    assertThat(calls).isEqualTo(3);
    assertThat(breaker.snapshot().failed()).isEqualTo(2);
    assertThat(breaker.snapshot().calls()).isEqualTo(3);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void co03_breakerAroundTheRetry_oneFailure() {
    CircuitBreaker breaker = breaker(9).build();
    Retry retry = Retry.with(policy().build());
    assertThatThrownBy(() -> breaker.call(() -> retry.call(this::fails))).isSameAs(down);
    assertThat(calls).isEqualTo(3);
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
    assertThat(breaker.snapshot().failed()).isEqualTo(1);
  }

  /** As published, but for the attempts that would be burnt: the first refusal ends the call. SPEC 22.10. */
  @Test
  void co04_firstFailureOpens_callerSeesThatItIsOpen() {
    CircuitBreaker breaker = breaker(1).build();
    Retry retry = Retry.with(policy().maxAttempts(5).guard(breaker).build());
    assertThatThrownBy(() -> retry.call(this::fails))
        .isInstanceOf(CircuitOpenException.class)
        .hasCause(down);
    assertThat(calls).isEqualTo(1);
    assertThat(breaker.snapshot().refused()).isEqualTo(1);
  }

  /** An open time of zero is a function that says so; SPEC 22.6. */
  @Test
  void co06_openTimeZero_halfOpenTrialSucceeds() {
    CircuitBreaker breaker = breaker(5).openTime(Backoff.none()).build();
    Retry retry = Retry.with(policy().maxAttempts(11).guard(breaker).build());
    assertThat(retry.call(() -> failsFirst(5))).isEqualTo("v");
    assertThat(calls).isEqualTo(6);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  /** Waiting for the open time gets there as well, and uses up no attempt. SPEC 22.10. */
  @Test
  void co06_openTimeWaitedFor_halfOpenTrialSucceeds() {
    CircuitBreaker breaker = breaker(5).openTime(ofSeconds(10)).build();
    Retry retry = Retry.with(policy()
        .maxAttempts(6)
        .maxDuration(ofMinutes(1))
        .waitWhenRefused(true)
        .guard(breaker)
        .build());
    assertThat(retry.call(() -> failsFirst(5))).isEqualTo("v");
    assertThat(calls).isEqualTo(6);
    assertThat(time.elapsed()).isEqualTo(ofSeconds(10));
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void co08_fallbackAroundRetryAroundBreaker_seesTheLastFailure() {
    CircuitBreaker breaker = breaker(9).build();
    Retry retry = Retry.with(policy().guard(breaker).build());
    List<Throwable> seen = new ArrayList<>();
    String value = retry.callOrElse(this::fails, failure -> {
      seen.add(failure);
      return "fallback";
    });
    assertThat(value).isEqualTo("fallback");
    assertThat(calls).isEqualTo(3);
    assertThat(breaker.snapshot().failed()).isEqualTo(3);
    assertThat(seen).containsExactly(down);
  }

  @Test
  void co09_retryAroundFallback_oneAttempt() {
    CircuitBreaker breaker = breaker(9).build();
    Retry inner = Retry.with(policy().maxAttempts(1).build());
    Retry retry = Retry.with(policy().guard(breaker).build());
    assertThat(retry.<String, RuntimeException>call(
            () -> inner.callOrElse(this::fails, failure -> "fallback")))
        .isEqualTo("fallback");
    assertThat(calls).isEqualTo(1);
    assertThat(breaker.snapshot().failed()).isZero();
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
  }

  /** With an interrupt; an operation that does not heed it is not cut short, see the deviation. */
  @Test
  void co10_attemptsThatTakeTooLong_areCutShort_theQuickOneSucceeds() throws Exception {
    CircuitBreaker breaker = breaker(9).build();
    List<Attempt> attempts = new ArrayList<>();
    List<Boolean> cancelled = new ArrayList<>();
    Retry retry =
        Retry.with(policy().attemptTimeout(ofMillis(50)).guard(breaker).build());
    String value = retry.callWithAttempt(attempt -> {
      attempts.add(attempt);
      try {
        time.sleep(ofMillis(attempt.number() < 3 ? 100 : 10).toNanos());
      } finally {
        cancelled.add(attempt.cancelled());
      }
      return "v";
    });
    assertThat(value).isEqualTo("v");
    assertThat(attempts).hasSize(3);
    assertThat(cancelled).containsExactly(true, true, false);
    assertThat(breaker.snapshot().failed()).as("a timeout is a failure").isEqualTo(2);
    assertThat(breaker.snapshot().calls()).isEqualTo(3);
  }

  /** Attempts within attempts multiply; a breaker outside counts what its own retry tried, whatever the client did below. */
  @ParameterizedTest
  @ValueSource(ints = {3, 1})
  void co12_retryAroundAClientThatRetries_multiplies_unlessTheClientDoesNot(int clientAttempts) {
    CircuitBreaker breaker = breaker(9).build();
    Retry client = Retry.with(policy().maxAttempts(clientAttempts).build());
    Retry wrapper = Retry.with(policy().maxAttempts(5).guard(breaker).build());
    assertThatThrownBy(() -> wrapper.call(() -> client.call(this::fails))).isSameAs(down);
    assertThat(calls).isEqualTo(5 * clientAttempts);
    assertThat(breaker.snapshot().failed()).isEqualTo(5);
  }

  /** The published breaker never closes again; this one half-opens by its clock. SPEC 22.6, SPEC 22.7. */
  @Test
  void co13_oneThrottledCallOpensIt_andItClosesAgain() {
    CircuitBreaker breaker = breaker(5).openTime(ofSeconds(30)).build();
    Retry retry = Retry.with(policy()
        .maxAttempts(5)
        .backoff(Backoff.fixed(ofMillis(100)))
        .classifier(failure -> Verdict.throttled())
        .guard(breaker)
        .build());
    assertThatThrownBy(() -> retry.call(this::fails)).isSameAs(down);
    assertThat(calls).isEqualTo(5);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    time.advance(ofSeconds(30));
    assertThat(retry.<String, RuntimeException>call(() -> "v")).isEqualTo("v");
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  /** SPEC 22.5: who asks for it is spared: the service is well, only we ask too often. */
  @Test
  void co13_oneThrottledCall_ifRateLimitsAreIgnored_opensNothing() {
    CircuitBreaker breaker = breaker(5).ignoreRateLimits().build();
    Retry retry = Retry.with(policy()
        .maxAttempts(5)
        .classifier(failure -> Verdict.throttled())
        .guard(breaker)
        .build());
    assertThatThrownBy(() -> retry.call(this::fails)).isSameAs(down);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    assertThat(breaker.snapshot().calls()).isZero();
  }

  /** SPEC 22.8. */
  @ParameterizedTest
  @ValueSource(strings = {"cancelled", "never reported", "ignored"})
  void co17_theOnlyProbeSaysNothing_theNextOneDecides(String end) {
    CircuitBreaker breaker = breaker(1)
        .openTime(ofSeconds(10))
        .ignore(IllegalArgumentException.class)
        .build();
    fail(breaker);
    time.advance(ofSeconds(10));
    switch (end) {
      case "cancelled" -> breaker.abandoned(begin(breaker));
      case "ignored" -> failWith(breaker, new IllegalArgumentException());
      default -> {
        begin(breaker);
        time.advance(ofMinutes(1));
      }
    }
    assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
    succeed(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }
}
