package io.retrykit.ratelimit;

import java.time.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SPEC 9.6, from slice to slice: nothing is lost or counted twice where one is sealed and the next begins. */
@Tag("stress")
public class PercentageRetryBudgetTimeRaceTest {
  private final ManualTime time = new ManualTime();
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

  @Operation
  public void nextSlice() {
    time.move(Duration.ofMillis(200).toNanos());
  }

  @Test
  void operations_fromSliceToSlice_areInOneOrder() {
    Races.check(PercentageRetryBudgetTimeRaceTest.class);
  }
}
