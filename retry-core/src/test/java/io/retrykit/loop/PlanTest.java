package io.retrykit.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.StopReason;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The plan by itself: no clock, no thread, one failed attempt after the other. */
class PlanTest {
  private final Plan plan = Plan.of(
      RetryPolicy.builder().discovery(false).maxAttempts(3).jitter(false).build());

  /** SPEC 1.2, and the published case {@code AT-12}. */
  @Test
  void at12_stopAfterThreeAskedAtTwoThreeFour_goesOnThenStopsTwice() {
    assertThat(IntStream.of(2, 3, 4).mapToObj(this::stopsAt)).containsExactly(false, true, true);
  }

  private boolean stopsAt(int attempt) {
    CallState state = new CallState();
    state.attempt = attempt;
    return !plan.next(state, Verdict.retry(), 0);
  }

  @Test
  void next_attemptsLeft_setsThePauseAndNoReason() {
    CallState state = new CallState();
    assertThat(plan.next(state, Verdict.retry(), 0)).isTrue();
    assertThat(state.pause()).isEqualTo(1_000_000_000L);
    assertThat(state.reason()).isNull();
  }

  @Test
  void next_noAttemptsLeft_setsTheReasonAndNoPause() {
    CallState state = new CallState();
    state.attempt = 3;
    assertThat(plan.next(state, Verdict.retry(), 0)).isFalse();
    assertThat(state.pause()).isZero();
    assertThat(state.reason()).isEqualTo(StopReason.MAX_ATTEMPTS);
  }
}
