package io.retrykit.circuitbreaker;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.guard.Admission;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.time.VirtualTimebase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SPEC 22.4: a call is under way from its grant on, so it matters on which side of the breaker calls are made to wait. */
class LimiterBesideBreakerTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final CircuitBreaker breaker = CircuitBreaker.builder("b")
      .timebase(time)
      .minimumCalls(1)
      .slowCalls(ofSeconds(1), 50)
      .build();
  private final RateLimiter limiter =
      RateLimiter.builder(1, ofSeconds(10)).timebase(time).build();
  private final List<Long> overdue = new ArrayList<>();
  private final List<Admission.Kind> answers = new ArrayList<>();

  /** Makes a call that waits 10 s for a permit and is made at once then; in the middle of it somebody else asks. */
  private void callThatWaits(Guard first, Guard second) {
    Retry retry = Retry.with(RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .guard(first)
        .guard(second)
        .build());
    retry.call(() -> "takes the permit there is");
    time.schedule(ofSeconds(5).toNanos(), () -> {
      overdue.add(breaker.snapshot().overdue());
      Admission answer = ByHand.admit(breaker);
      answers.add(answer.kind());
      ByHand.abandon(breaker, answer);
    });
    retry.call(() -> "v");
    assertThat(time.elapsed()).isEqualTo(ofSeconds(10));
  }

  @Test
  void breakerThenLimiter_theWaitingCountsAsPartOfTheCall() {
    callThatWaits(breaker, limiter);

    assertThat(overdue).containsExactly(1L);
    assertThat(answers).containsExactly(Admission.Kind.REFUSED);
  }

  @Test
  void limiterThenBreaker_theWaitingDoesNotCount() {
    callThatWaits(limiter, breaker);

    assertThat(overdue).containsExactly(0L);
    assertThat(answers).containsExactly(Admission.Kind.GRANTED);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }
}
