package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** SPEC 22.2: once the report of the failure that trips has returned, nobody who asks is let through. */
@JCStressTest
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "asked before it was told")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "told, not yet returned")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "asked after it had returned")
@Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "let through after it had returned")
@State
public class TripAcquireStress {
  private final CircuitBreaker breaker = StressedBreakers.oneFailure();
  private final Admission grant = ByHand.admit(breaker);
  private volatile boolean returned;

  /** Fails. */
  @Actor
  public void fail() {
    ByHand.fail(breaker, grant, Admission.UNKNOWN);
    returned = true;
  }

  /** Asks, knowing whether that was over. */
  @Actor
  public void acquire(ZZ_Result result) {
    result.r1 = returned;
    result.r2 = ByHand.admit(breaker).isGranted();
  }
}
