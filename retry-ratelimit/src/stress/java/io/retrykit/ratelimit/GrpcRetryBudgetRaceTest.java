package io.retrykit.ratelimit;

import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SPEC 9.5: everything that happens to the tokens is in one order. */
@Tag("stress")
public class GrpcRetryBudgetRaceTest {
  private final GrpcRetryBudget budget = GrpcRetryBudget.of("grpc", 5, 0.7);

  @Operation
  public void fail() {
    BudgetCalls.fail(budget);
  }

  @Operation
  public void succeed() {
    BudgetCalls.succeed(budget);
  }

  @Operation
  public long acquire() {
    return BudgetCalls.acquire(budget);
  }

  @Operation
  public double tokens() {
    return budget.tokens();
  }

  @Test
  void operations_ofMany_areInOneOrder() {
    Races.check(GrpcRetryBudgetRaceTest.class);
  }
}
