package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.twitter.finagle.service.RetryBudget;
import com.twitter.finagle.service.RetryBudgets;
import com.twitter.util.Duration;
import io.retrykit.testing.Sequences;
import io.retrykit.time.VirtualTimebase;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Finagle's own budget beside ours, on the same clock. A window of whole seconds has slices of whole milliseconds, which is
 * what Finagle counts in: so not even the moments of forgetting differ. SPEC 9.6.
 */
class FinaglePeerTest {
  /** A smaller one than a thousandth, and Finagle's reserve is more than an int holds. */
  private static final double LEAST = 0.001;

  private static final double[] SHARES = {0, LEAST, 0.1, 0.2, 0.25, 0.33, 0.5, 0.99, 1, 2, 7, 1000};

  @Test
  void everyStep_leavesTheBalanceThatFinagleLeaves() {
    Sequences.play(10_000, FinaglePeerTest::compare);
  }

  private static void compare(Random random) {
    int seconds = 1 + random.nextInt(60);
    int perSecond = random.nextInt(3) * random.nextInt(4);
    double share =
        random.nextBoolean() ? SHARES[random.nextInt(SHARES.length)] : LEAST + random.nextDouble();
    VirtualTimebase time = VirtualTimebase.create();
    RetryBudget finagle = RetryBudget.apply(
        Duration.fromSeconds(seconds), perSecond, share, () -> time.elapsed().toMillis());
    PercentageRetryBudget ours = PercentageRetryBudget.of(
        "peer", share, perSecond, java.time.Duration.ofSeconds(seconds), time);
    int stillness = 1 + random.nextInt(seconds * 300);
    for (int step = 0; step < 100; step++) {
      switch (random.nextInt(4)) {
        case 0 -> {
          finagle.deposit();
          BudgetCalls.succeed(ours);
        }
        case 1 -> {
          finagle.deposit();
          BudgetCalls.fail(ours);
        }
        case 2 ->
          assertThat(BudgetCalls.acquire(ours) != io.retrykit.guard.RetryBudget.REFUSED)
              .isEqualTo(finagle.tryWithdraw());
        default -> time.advance(java.time.Duration.ofMillis(random.nextInt(stillness)));
      }
      if (random.nextBoolean()) { // a look opens a slice
        assertThat(ours.balance()).isEqualTo(finagle.balance());
      }
    }
    assertThat(ours.balance()).isEqualTo(finagle.balance());
  }

  @Test
  void standard_isFinaglesOwnChoice() {
    assertThat(PercentageRetryBudget.standard().balance())
        .isEqualTo(RetryBudgets.newRetryBudget().balance());
  }
}
