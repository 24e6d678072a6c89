package io.retrykit.ratelimit;

import java.time.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SPEC 9.6, at one moment: payments and withdrawals are in one order. */
@Tag("stress")
public class PercentageRetryBudgetRaceTest {
  private final FrozenTime time = new FrozenTime();
  private final PercentageRetryBudget budget =
      PercentageRetryBudget.of("percentage", 0.5, 1, Duration.ofSeconds(2), time);

  @Operation
  public void firstAttemptEnds() {
    BudgetCalls.succeed(budget);
  }

  @Operation
  public long acquire() {
    return BudgetCalls.acquire(budget);
  }

  @Operation
  public void giveBack() {
    budget.returned(BudgetCalls.request("key"), 2_000);
  }

  @Operation
  public long balance() {
    return budget.balance();
  }

  @Test
  void operations_atOneMoment_areInOneOrder() {
    Races.check(PercentageRetryBudgetRaceTest.class);
  }
}
