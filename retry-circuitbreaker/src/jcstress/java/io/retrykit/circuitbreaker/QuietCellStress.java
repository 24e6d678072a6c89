package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** SPEC 22.3: a success that is counted apart, against the failure that ends that: all three are counted, once. */
@JCStressTest
@Outcome(id = "3, 1", expect = Expect.ACCEPTABLE, desc = "all are counted")
@Outcome(expect = Expect.FORBIDDEN, desc = "one is lost, or counted twice")
@State
public class QuietCellStress {
  private final CircuitBreaker breaker = StressedBreakers.windowOfTime();
  private final Admission grant = ByHand.admit(breaker);

  /** Opens a cell, if only one of them can have it. */
  public QuietCellStress() {
    ByHand.succeed(breaker, grant, Admission.UNKNOWN);
  }

  /** Succeeds. */
  @Actor
  public void succeed() {
    ByHand.succeed(breaker, grant, Admission.UNKNOWN);
  }

  /** Fails. */
  @Actor
  public void fail() {
    ByHand.fail(breaker, grant, Admission.UNKNOWN);
  }

  /** What became of it. */
  @Arbiter
  public void counted(JJ_Result result) {
    CircuitSnapshot seen = breaker.snapshot();
    result.r1 = seen.calls();
    result.r2 = seen.failed();
  }
}
