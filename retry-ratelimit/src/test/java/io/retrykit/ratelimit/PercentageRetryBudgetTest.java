package io.retrykit.ratelimit;

import static io.retrykit.guard.RetryBudget.REFUSED;
import static io.retrykit.ratelimit.BudgetCalls.FAILURE;
import static io.retrykit.ratelimit.BudgetCalls.acquire;
import static io.retrykit.ratelimit.BudgetCalls.attempt;
import static io.retrykit.ratelimit.BudgetCalls.drain;
import static io.retrykit.ratelimit.BudgetCalls.fail;
import static io.retrykit.ratelimit.BudgetCalls.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.retrykit.failure.Verdict;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SPEC 9.6. */
class PercentageRetryBudgetTest {
  private final VirtualTimebase time = VirtualTimebase.create();

  private PercentageRetryBudget budget(double share, int minRetriesPerSecond, int ttlSeconds) {
    return PercentageRetryBudget.of(
        "percentage", share, minRetriesPerSecond, Duration.ofSeconds(ttlSeconds), time);
  }

  @Test
  void standard_isOneRetryForFiveCalls_andTenASecond() {
    PercentageRetryBudget budget = PercentageRetryBudget.standard();

    assertThat(budget).hasToString("percentage: 100 retries left");
    assertThat(acquire(budget)).isEqualTo(5000);
  }

  @Test
  void call_paysOnce_whenItsFirstAttemptHasEnded() {
    PercentageRetryBudget budget = budget(1, 0, 10);
    budget.succeeded(attempt(1), 0);
    assertThat(budget.balance()).isEqualTo(1);
    budget.failed(attempt(1), FAILURE, Verdict.giveUp("no"));
    assertThat(budget.balance()).isEqualTo(2);
    budget.failed(attempt(2), FAILURE, Verdict.retry());
    budget.succeeded(attempt(3), 1000);
    assertThat(budget.balance()).isEqualTo(2);
  }

  @Test
  void retry_takesWhatSeveralCallsHavePaid() {
    PercentageRetryBudget budget = budget(0.25, 0, 10);
    succeed(budget);
    fail(budget);
    succeed(budget);
    assertThat(acquire(budget)).isEqualTo(REFUSED);
    fail(budget);
    assertThat(acquire(budget)).isEqualTo(4000);
    assertThat(acquire(budget)).isEqualTo(REFUSED);
  }

  @Test
  void retryNotMade_isPaidBack() {
    PercentageRetryBudget budget = budget(0, 1, 1);
    budget.returned(attempt(1), acquire(budget));
    assertThat(budget.balance()).isEqualTo(1);
    assertThat(acquire(budget)).isEqualTo(1);
    assertThat(acquire(budget)).isEqualTo(REFUSED);
    budget.returned(attempt(1), 0);
    assertThat(budget.balance()).isZero();
  }

  @Test
  void noShare_andNoReserve_isNoRetryEver() {
    PercentageRetryBudget never = budget(0, 0, 10);
    for (int i = 0; i < 100; i++) {
      succeed(never);
    }
    assertThat(acquire(never)).isEqualTo(REFUSED);
    assertThat(never.balance()).isZero();
  }

  @Test
  void payment_isForgotten_withTheTenthItWasMadeIn() {
    PercentageRetryBudget budget = budget(1, 0, 10);
    succeed(budget);
    time.advance(Duration.ofMillis(999));
    succeed(budget);
    time.advance(Duration.ofSeconds(9));
    assertThat(budget.balance()).as("nine slices of the window are left").isEqualTo(2);
    time.advance(Duration.ofSeconds(1));
    assertThat(budget.balance()).isZero();
  }

  @Test
  void reserve_isBackOnceTheWithdrawalsAreForgotten() {
    PercentageRetryBudget budget = budget(0.5, 2, 5);
    assertThat(drain(budget)).isEqualTo(10);
    time.advance(Duration.ofSeconds(5));
    assertThat(drain(budget)).isEqualTo(10);
  }

  @Test
  void balance_isBelowZero_whenPaymentsAreForgottenBeforeTheRetriesTheyPaidFor() {
    PercentageRetryBudget budget = budget(1, 0, 10);
    succeed(budget);
    time.advance(Duration.ofSeconds(5));
    acquire(budget);
    time.advance(Duration.ofSeconds(5));
    assertThat(budget.balance()).isEqualTo(-1);
    assertThat(acquire(budget)).isEqualTo(REFUSED);
    time.advance(Duration.ofSeconds(5));
    assertThat(budget.balance()).isZero();
  }

  @Test
  void reserve_ofPartOfASecond_isCutToWholeRetries() {
    PercentageRetryBudget budget =
        PercentageRetryBudget.of("percentage", 0, 3, Duration.ofMillis(1500), time);
    assertThat(drain(budget)).isEqualTo(4);
  }

  @Test
  void extremes_doNotOverflow() {
    PercentageRetryBudget dear = budget(0.000_001, 1_000_000, 60);
    assertThat(dear.balance()).isEqualTo(60_000_000);
    succeed(dear);
    assertThat(acquire(dear)).isEqualTo(1_000_000_000);
    assertThat(budget(1000, 0, 60).balance()).isZero();
    PercentageRetryBudget cheap = budget(1000, 0, 60);
    succeed(cheap);
    assertThat(drain(cheap)).isEqualTo(1000);
  }

  /** SPEC 2.9. */
  @ParameterizedTest
  @CsvSource({
    "-0.1, 5, PT10S, 'share must be 0, or between 0.000001 and 1000, was -0.1'",
    "NaN, 5, PT10S, 'share must be 0, or between 0.000001 and 1000, was NaN'",
    "1001, 5, PT10S, 'share must be 0, or between 0.000001 and 1000, was 1001.0'",
    "0.0000001, 5, PT10S, 'share must be 0, or between 0.000001 and 1000, was 1.0E-7'",
    "0.1, -1, PT10S, 'minRetriesPerSecond must be between 0 and 1000000, was -1'",
    "0.1, 1000001, PT10S, 'minRetriesPerSecond must be between 0 and 1000000, was 1000001'",
    "0.1, 5, PT0.999S, 'ttl must be between 1s and 60s, was PT0.999S'",
    "0.1, 5, PT1M1S, 'ttl must be between 1s and 60s, was PT1M1S'"
  })
  void badNumbers_areRefused_namingArgumentRuleAndValue(
      double share, int minRetriesPerSecond, Duration ttl, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> PercentageRetryBudget.of("percentage", share, minRetriesPerSecond, ttl, time))
        .withMessage(message);
  }
}
