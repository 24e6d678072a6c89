package io.retrykit.ratelimit;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** SPEC 9.4: a retry takes the last tokens while as many come back: none are lost, none are made. */
@JCStressTest
@Outcome(id = "3, 3", expect = Expect.ACCEPTABLE, desc = "one took three, three came back")
@Outcome(expect = Expect.FORBIDDEN, desc = "tokens lost or made")
@State
public class AwsBudgetStress {
  private final AwsRetryBudget budget =
      AwsRetryBudget.builder().capacity(6).transientCost(3).timeoutCost(3).build();

  /** Takes a half. */
  public AwsBudgetStress() {
    BudgetCalls.acquire(budget);
  }

  /** A retry takes the rest. */
  @Actor
  public void takes(JJ_Result tokens) {
    tokens.r1 = BudgetCalls.acquire(budget);
  }

  /** The first half comes back. */
  @Actor
  public void givesBack() {
    budget.returned(BudgetCalls.request("key"), 3);
  }

  /** What is there afterwards. */
  @Arbiter
  public void rest(JJ_Result tokens) {
    tokens.r2 = (long) budget.tokens();
  }
}
