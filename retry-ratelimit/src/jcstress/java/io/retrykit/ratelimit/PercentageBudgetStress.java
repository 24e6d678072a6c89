package io.retrykit.ratelimit;

import io.retrykit.guard.RetryBudget;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** SPEC 9.6: a budget has one retry left, and two threads ask for it: one has it, and nothing is owed. */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "the first one has it")
@Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "the second one has it")
@Outcome(expect = Expect.FORBIDDEN, desc = "given twice, or lost")
@State
public class PercentageBudgetStress {
  private final PercentageRetryBudget budget =
      PercentageRetryBudget.of("stressed", 0, 1, Duration.ofSeconds(1), new FrozenTime());

  private int take() {
    return BudgetCalls.acquire(budget) == RetryBudget.REFUSED ? 0 : 1;
  }

  /** Asks. */
  @Actor
  public void one(III_Result retries) {
    retries.r1 = take();
  }

  /** Asks too. */
  @Actor
  public void other(III_Result retries) {
    retries.r2 = take();
  }

  /** What is left. */
  @Arbiter
  public void rest(III_Result retries) {
    retries.r3 = (int) budget.balance();
  }
}
