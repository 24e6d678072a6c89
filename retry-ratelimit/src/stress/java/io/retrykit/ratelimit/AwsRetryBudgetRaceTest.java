package io.retrykit.ratelimit;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SPEC 9.4: without a refill everything that happens to the quota is in one order. */
@Tag("stress")
@Param(name = "taken", gen = IntGen.class, conf = "0:3")
public class AwsRetryBudgetRaceTest {
  private final AwsRetryBudget budget = AwsRetryBudget.builder()
      .capacity(6)
      .transientCost(3)
      .throttlingCost(2)
      .successIncrement(0.5)
      .build();

  @Operation
  public long acquire() {
    return BudgetCalls.acquire(budget);
  }

  @Operation
  public long acquireThrottled() {
    return BudgetCalls.acquireThrottled(budget);
  }

  @Operation
  public void succeed(@Param(name = "taken") int lastTaken) {
    budget.succeeded(BudgetCalls.request("key"), lastTaken);
  }

  @Operation
  public void giveBack(@Param(name = "taken") int taken) {
    budget.returned(BudgetCalls.request("key"), taken);
  }

  @Operation
  public double tokens() {
    return budget.tokens();
  }

  @Test
  void operations_ofMany_areInOneOrder() {
    Races.check(AwsRetryBudgetRaceTest.class);
  }
}
