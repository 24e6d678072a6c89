package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LJ_Result;

/** SPEC 22.2: two failures at once are two, and the second one trips, also where the window's lock is fought for. */
@JCStressTest
@Outcome(id = "OPEN, 2", expect = Expect.ACCEPTABLE, desc = "both are counted")
@Outcome(expect = Expect.FORBIDDEN, desc = "one is lost")
@State
public class TwoFailuresStress {
  private final CircuitBreaker breaker = StressedBreakers.twoFailures();
  private final Admission grant = ByHand.admit(breaker);

  /** Fails. */
  @Actor
  public void one() {
    ByHand.fail(breaker, grant, Admission.UNKNOWN);
  }

  /** Fails too. */
  @Actor
  public void other() {
    ByHand.fail(breaker, grant, Admission.UNKNOWN);
  }

  /** What became of it. */
  @Arbiter
  public void counted(LJ_Result result) {
    CircuitSnapshot seen = breaker.snapshot();
    result.r1 = seen.state();
    result.r2 = seen.failed();
  }
}
