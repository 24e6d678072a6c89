package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZL_Result;

/** SPEC 22.8: a success that began before the breaker opened comes while the probe is out: it never closes the breaker. */
@JCStressTest
@Outcome(id = "true, HALF_OPEN", expect = Expect.ACCEPTABLE, desc = "the probe is waited for")
@Outcome(expect = Expect.FORBIDDEN, desc = "closed by a stale success, or its place taken")
@State
public class StaleSuccessStress {
  private final CircuitBreaker breaker = StressedBreakers.oneFailure();
  private final Admission stale = ByHand.admit(breaker);

  /** A lease is granted, and then the breaker opens and is made half-open. */
  public StaleSuccessStress() {
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
  public void probe(ZL_Result result) {
    result.r1 = ByHand.admit(breaker).isGranted();
  }

  /** What became of it. */
  @Arbiter
  public void state(ZL_Result result) {
    result.r2 = breaker.state();
  }
}
