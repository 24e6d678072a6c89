package io.retrykit.ratelimit;

import static io.retrykit.ratelimit.BudgetCalls.acquire;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** SPEC 9.4, where others are faster between one reading of the clock and its use. */
class AwsRefillOvertakenTest {
  private final OvertakenTime time = new OvertakenTime();
  private final AwsRetryBudget budget = AwsRetryBudget.builder()
      .capacity(6)
      .transientCost(3)
      .refillPerSecond(1)
      .timebase(time)
      .build();

  /** There are three tokens or more at every moment. */
  @Test
  void acquire_overtakenByARefillAndARetry_isNotRefused() {
    acquire(budget);
    time.afterNextReading = () -> {
      time.manual.move(Duration.ofSeconds(3).toNanos());
      assertThat(acquire(budget)).isEqualTo(3);
    };

    assertThat(acquire(budget)).isEqualTo(3);
    assertThat(budget.tokens()).isZero();
  }
}
