package io.retrykit.ratelimit;

import static io.retrykit.guard.RetryBudget.REFUSED;
import static io.retrykit.ratelimit.BudgetCalls.FAILURE;
import static io.retrykit.ratelimit.BudgetCalls.RESULT;
import static io.retrykit.ratelimit.BudgetCalls.TIMEOUT;
import static io.retrykit.ratelimit.BudgetCalls.acquire;
import static io.retrykit.ratelimit.BudgetCalls.acquireThrottled;
import static io.retrykit.ratelimit.BudgetCalls.acquireTimedOut;
import static io.retrykit.ratelimit.BudgetCalls.attempt;
import static io.retrykit.ratelimit.BudgetCalls.drain;
import static io.retrykit.ratelimit.BudgetCalls.fail;
import static io.retrykit.ratelimit.BudgetCalls.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.retrykit.failure.Verdict;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** SPEC 9.4. */
class AwsRetryBudgetTest {
  private final VirtualTimebase time = VirtualTimebase.create();

  @Test
  void standard_hasTheFiguresOf2020() {
    AwsRetryBudget budget = AwsRetryBudget.standard();

    assertThat(budget.name()).isEqualTo("aws-standard");
    assertThat(budget.tokens()).isEqualTo(500);
    assertThat(acquire(budget)).isEqualTo(5);
    assertThat(acquireThrottled(budget)).isEqualTo(5);
    assertThat(acquireTimedOut(budget)).isEqualTo(10);
    assertThat(budget.tokens()).isEqualTo(480);
    succeed(budget);
    assertThat(budget).hasToString("aws-standard: 481.0 of 500 tokens");
  }

  @Test
  void standard2026_hasTheFiguresOf2026() {
    AwsRetryBudget budget = AwsRetryBudget.standard2026();

    assertThat(budget.name()).isEqualTo("aws-standard-2026");
    assertThat(acquire(budget)).isEqualTo(14);
    assertThat(acquireThrottled(budget)).isEqualTo(5);
    assertThat(acquireTimedOut(budget)).isEqualTo(14);
    succeed(budget);
    assertThat(budget.tokens()).isEqualTo(500 - 33 + 1);
  }

  @Test
  void acquire_timeoutThatIsThrottled_isThrottling() {
    AwsRetryBudget budget = AwsRetryBudget.standard();

    assertThat(budget.acquire(attempt(1), TIMEOUT, Verdict.throttled())).isEqualTo(5);
  }

  @Test
  void acquire_unacceptableResult_isTransient() {
    AwsRetryBudget budget = AwsRetryBudget.standard();

    assertThat(budget.acquire(attempt(1), RESULT, Verdict.retry())).isEqualTo(5);
  }

  @Test
  void acquire_tooFewTokens_takesNone() {
    AwsRetryBudget budget = AwsRetryBudget.builder().capacity(14).build();
    assertThat(drain(budget)).isEqualTo(2);

    assertThat(acquire(budget)).isEqualTo(REFUSED);
    assertThat(budget.tokens()).isEqualTo(4);
    assertThat(acquireTimedOut(budget)).isEqualTo(REFUSED);
    assertThat(budget.tokens()).isEqualTo(4);
  }

  @Test
  void acquire_ofExactlyWhatIsThere_isGranted() {
    AwsRetryBudget budget = AwsRetryBudget.builder().capacity(5).build();

    assertThat(acquire(budget)).isEqualTo(5);
    assertThat(budget.tokens()).isZero();
  }

  @Test
  void acquire_thatCostsNothing_isGrantedByAnEmptyBudget() {
    AwsRetryBudget budget =
        AwsRetryBudget.builder().capacity(0).transientCost(0).build();

    assertThat(acquire(budget)).isZero();
    assertThat(acquireThrottled(budget)).isEqualTo(REFUSED);
    assertThat(budget.tokens()).isZero();
  }

  @Test
  void succeeded_afterARetry_givesBackWhatTheLastOneTook() {
    AwsRetryBudget budget = AwsRetryBudget.standard();
    acquire(budget);
    long last = acquireTimedOut(budget);
    budget.succeeded(attempt(3), last);

    assertThat(budget.tokens()).isEqualTo(495);
  }

  @Test
  void succeeded_afterARetryForNothing_addsTheIncrement() {
    AwsRetryBudget budget = AwsRetryBudget.builder().transientCost(0).build();
    acquireThrottled(budget);
    budget.succeeded(attempt(2), acquire(budget));

    assertThat(budget.tokens()).isEqualTo(496);
  }

  @Test
  void tokens_neverExceedTheCapacity() {
    AwsRetryBudget budget = AwsRetryBudget.standard();
    succeed(budget);
    assertThat(budget.tokens()).isEqualTo(500);
    acquire(budget);
    budget.succeeded(attempt(2), 10);
    assertThat(budget.tokens()).isEqualTo(500);
    acquire(budget);
    budget.returned(attempt(1), Long.MAX_VALUE);
    assertThat(budget.tokens()).isEqualTo(500);
  }

  @Test
  void returned_putsBackWhatWasTaken() {
    AwsRetryBudget budget = AwsRetryBudget.standard();
    acquire(budget);
    budget.returned(attempt(1), acquireTimedOut(budget));
    assertThat(budget.tokens()).isEqualTo(495);
    budget.returned(attempt(1), 0);
    assertThat(budget.tokens()).isEqualTo(495);
  }

  @Test
  void failed_costsNothing() {
    AwsRetryBudget budget = AwsRetryBudget.standard();
    fail(budget);
    budget.failed(attempt(1), FAILURE, Verdict.giveUp("no"));

    assertThat(budget.tokens()).isEqualTo(500);
  }

  @Test
  void increment_ofAFraction_addsUpExactly() {
    AwsRetryBudget budget = AwsRetryBudget.builder()
        .capacity(1000)
        .transientCost(1)
        .successIncrement(0.1)
        .build();
    drain(budget);
    for (int i = 0; i < 9; i++) {
      succeed(budget);
    }
    assertThat(budget.tokens()).isEqualTo(0.9);
    assertThat(acquire(budget)).as("nine tenths are no token").isEqualTo(REFUSED);
    succeed(budget);
    assertThat(acquire(budget)).isEqualTo(1);
    assertThat(budget.tokens()).isZero();
  }

  @Test
  void increment_ofNothing_addsNothing() {
    AwsRetryBudget budget = AwsRetryBudget.builder().successIncrement(0).build();
    acquire(budget);
    succeed(budget);

    assertThat(budget.tokens()).isEqualTo(495);
  }

  @Test
  void refill_isExact_howeverOftenSomebodyLooks() {
    AwsRetryBudget budget = AwsRetryBudget.builder()
        .refillPerSecond(0.001)
        .transientCost(1)
        .timebase(time)
        .build();
    drain(budget);
    for (int i = 0; i < 1100 * 7; i++) {
      time.advance(Duration.ofNanos(142_857_142));
      assertThat(acquire(budget)).isEqualTo(i == 7000 ? 1 : REFUSED);
    }
    time.advance(Duration.ofNanos(1100L * 7 * 1_000_000_000 / 7 - 1100L * 7 * 142_857_142));

    assertThat(budget.tokens()).isEqualTo(0.1);
  }

  @Test
  void refill_goesOnAfterARest_fromTheCapacity() {
    AwsRetryBudget budget =
        AwsRetryBudget.builder().capacity(10).refillPerSecond(1).timebase(time).build();
    time.advance(Duration.ofDays(36_500));
    assertThat(acquire(budget)).isEqualTo(5);
    assertThat(acquire(budget)).isEqualTo(5);
    assertThat(acquire(budget)).isEqualTo(REFUSED);
    time.advance(Duration.ofMillis(2500));
    assertThat(budget.tokens()).isEqualTo(2.5);
    succeed(budget);
    assertThat(budget.tokens()).isEqualTo(3.5);
    time.advance(Duration.ofSeconds(1000));
    succeed(budget);
    assertThat(budget.tokens()).isEqualTo(10);
  }

  @Test
  void refill_atTheGreatestRate_lasts() {
    AwsRetryBudget budget = AwsRetryBudget.builder()
        .capacity(1_000_000_000)
        .transientCost(1_000_000_000)
        .refillPerSecond(1000)
        .timebase(time)
        .build();
    time.advance(Duration.ofDays(106_000));
    assertThat(acquire(budget)).isEqualTo(1_000_000_000);
    assertThat(budget.tokens()).isZero();
    time.advance(Duration.ofSeconds(3));
    assertThat(budget.tokens()).isEqualTo(3000);
  }

  /** SPEC 2.9. */
  @Test
  void badSettings_areRefused_namingArgumentRuleAndValue() {
    AwsRetryBudgetBuilder builder = AwsRetryBudget.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.capacity(-1))
        .withMessage("capacity must be between 0 and 1000000000, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.transientCost(1_000_000_001))
        .withMessage("transientCost must be between 0 and 1000000000, was 1000000001");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.throttlingCost(-5))
        .withMessage("throttlingCost must be between 0 and 1000000000, was -5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.timeoutCost(-5))
        .withMessage("timeoutCost must be between 0 and 1000000000, was -5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.successIncrement(Double.NaN))
        .withMessage("successIncrement must be between 0 and 1000000000, was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.refillPerSecond(Double.POSITIVE_INFINITY))
        .withMessage("refillPerSecond must be between 0 and 1000, was Infinity");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.refillPerSecond(-0.5))
        .withMessage("refillPerSecond must be between 0 and 1000, was -0.5");
  }

  @Test
  @SuppressWarnings("NullAway") // the mistake on trial
  void missingSettings_areRefusedByName() {
    AwsRetryBudgetBuilder builder = AwsRetryBudget.builder();
    assertThatNullPointerException().isThrownBy(() -> builder.name(null)).withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> builder.timebase(null))
        .withMessage("timebase");
  }

  @Test
  void name_isTheOneGiven() {
    assertThat(AwsRetryBudget.builder().name("bedrock").build().name()).isEqualTo("bedrock");
  }
}
