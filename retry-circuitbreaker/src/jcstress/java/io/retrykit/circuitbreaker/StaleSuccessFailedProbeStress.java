package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** SPEC 22.8: the same while the probe fails: it opens, whatever a late success says. */
@JCStressTest
@Outcome(id = "OPEN", expect = Expect.ACCEPTABLE, desc = "the probe decides")
@Outcome(expect = Expect.FORBIDDEN, desc = "the stale success has a say")
@State
public class StaleSuccessFailedProbeStress {
  private final CircuitBreaker breaker = StressedBreakers.oneFailure();
  private final Admission stale = ByHand.admit(breaker);

  /** A lease is granted, and then the breaker opens and is made half-open. */
  public StaleSuccessFailedProbeStress() {
    breaker.open();
    breaker.halfOpen();
  }

  /** The late success. */
  @Actor
  public void late() {
    ByHand.succeed(breaker, stale, Admission.UNKNOWN);
  }

  /** The probe. */
  @Actor
  public void probe() {
    ByHand.fail(breaker, ByHand.admit(breaker), Admission.UNKNOWN);
  }

  /** What became of it. */
  @Arbiter
  public void state(L_Result result) {
    result.r1 = breaker.state();
  }
}
