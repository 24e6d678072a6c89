package io.retrykit.ratelimit;

import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SPEC 9.4: with a refill, a retry is refused only if there were too few tokens at one moment of its asking. */
@Tag("stress")
@Param(name = "seconds", gen = IntGen.class, conf = "1:3")
public class AwsRefillRaceTest {
  private final ManualTime time = new ManualTime();
  private final AwsRetryBudget budget = AwsRetryBudget.builder()
      .capacity(6)
      .transientCost(3)
      .throttlingCost(2)
      .successIncrement(0.5)
      .refillPerSecond(1)
      .timebase(time)
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
  public void succeed() {
    BudgetCalls.succeed(budget);
  }

  @Operation
  public void move(@Param(name = "seconds") int seconds) {
    time.move(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void operations_whileTimePasses_areInOneOrder() {
    Races.check(AwsRefillRaceTest.class);
  }
}
