package io.retrykit.ratelimit;

import static io.retrykit.guard.RetryBudget.REFUSED;
import static io.retrykit.ratelimit.BudgetCalls.FAILURE;
import static io.retrykit.ratelimit.BudgetCalls.acquire;
import static io.retrykit.ratelimit.BudgetCalls.attempt;
import static io.retrykit.ratelimit.BudgetCalls.fail;
import static io.retrykit.ratelimit.BudgetCalls.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.retrykit.failure.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SPEC 9.5. */
class GrpcRetryBudgetTest {
  private final GrpcRetryBudget budget = GrpcRetryBudget.of("throttle", 10, 0.1);

  private void fail5() {
    for (int i = 0; i < 5; i++) {
      fail(budget);
    }
  }

  @Test
  void retries_areAllowed_whileMoreThanHalfIsThere() {
    assertThat(acquire(budget)).isZero();
    fail5();
    assertThat(budget.tokens()).isEqualTo(5);
    assertThat(acquire(budget)).isEqualTo(REFUSED);
    succeed(budget);
    assertThat(budget.tokens()).isEqualTo(5.1);
    assertThat(acquire(budget)).isZero();
    assertThat(budget.tokens()).as("a retry takes nothing").isEqualTo(5.1);
  }

  @Test
  void failure_counts_ifItIsWorthARetryOrAVeto() {
    budget.failed(attempt(1), FAILURE, Verdict.giveUp("invalid argument"));
    assertThat(budget.tokens()).isEqualTo(10);
    budget.failed(attempt(1), FAILURE, Verdict.noOpinion());
    assertThat(budget.tokens()).isEqualTo(10);
    budget.failed(attempt(1), FAILURE, Verdict.retry());
    assertThat(budget.tokens()).isEqualTo(9);
    budget.failed(attempt(2), FAILURE, Verdict.throttled());
    assertThat(budget.tokens()).isEqualTo(8);
    budget.failed(attempt(3), FAILURE, Verdict.veto("pushback says no"));
    assertThat(budget.tokens()).isEqualTo(7);
  }

  @Test
  void tokens_stayBetweenNoneAndTheMost() {
    succeed(budget);
    assertThat(budget.tokens()).isEqualTo(10);
    fail5();
    fail5();
    succeed(budget);
    assertThat(budget.tokens()).isEqualTo(0.1);
    fail(budget);
    assertThat(budget.tokens()).isZero();
    fail(budget);
    assertThat(budget.tokens()).isZero();
  }

  @Test
  void success_afterRetries_bringsAsMuchAsAnyOther() {
    fail5();
    budget.succeeded(attempt(3), 0);
    assertThat(budget.tokens()).isEqualTo(5.1);
    budget.returned(attempt(1), 0);
    assertThat(budget.tokens()).isEqualTo(5.1);
  }

  @Test
  void tenth_isATenth_howeverOften() {
    GrpcRetryBudget tenths = GrpcRetryBudget.of("throttle", 1000, 0.1);
    for (int i = 0; i < 1000; i++) {
      fail(tenths);
    }
    for (int i = 1; i <= 10_000; i++) {
      succeed(tenths);
      assertThat(tenths.tokens()).isEqualTo(i / 10.0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "0.546, 0.546",
    "0.5466, 0.546",
    "0.0019999, 0.001",
    "0.001, 0.001",
    "0.29, 0.29",
    "1.001, 1.001",
    "1000, 1000"
  })
  void ratio_isKeptToThreeDecimals(double given, double kept) {
    assertThat(GrpcRetryBudget.of("throttle", 10, given).tokenRatio()).isEqualTo(kept);
  }

  @Test
  void everyThousandth_isItself() {
    for (int thousandths = 1; thousandths <= 100_000; thousandths++) {
      double ratio = thousandths / 1000.0;
      assertThat(GrpcRetryBudget.of("throttle", 1, ratio).tokenRatio()).isEqualTo(ratio);
    }
  }

  @Test
  void oddMost_isHalvedExactly() {
    GrpcRetryBudget odd = GrpcRetryBudget.of("throttle", 2.001, 0.001);
    fail(odd);
    assertThat(odd.tokens()).isEqualTo(1.001);
    assertThat(acquire(odd)).as("half is 1.0005").isZero();
    GrpcRetryBudget even = GrpcRetryBudget.of("throttle", 2, 0.001);
    fail(even);
    assertThat(acquire(even)).isEqualTo(REFUSED);
  }

  @Test
  void name_andToString_tellWhatItIs() {
    assertThat(budget.name()).isEqualTo("throttle");
    assertThat(budget).hasToString("throttle: 10.0 of 10.0 tokens");
  }

  /** SPEC 2.9. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.1, 'maxTokens must be between 0.001 and 1000, was 0.0'",
    "-1, 0.1, 'maxTokens must be between 0.001 and 1000, was -1.0'",
    "1000.5, 0.1, 'maxTokens must be between 0.001 and 1000, was 1000.5'",
    "NaN, 0.1, 'maxTokens must be between 0.001 and 1000, was NaN'",
    "10, 0, 'tokenRatio must be between 0.001 and 1000, was 0.0'",
    "10, 0.0009, 'tokenRatio must be between 0.001 and 1000, was 9.0E-4'",
    "10, -0.1, 'tokenRatio must be between 0.001 and 1000, was -0.1'",
    "10, Infinity, 'tokenRatio must be between 0.001 and 1000, was Infinity'"
  })
  void badNumbers_areRefused_namingArgumentRuleAndValue(
      double maxTokens, double tokenRatio, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GrpcRetryBudget.of("throttle", maxTokens, tokenRatio))
        .withMessage(message);
  }
}
