package io.retrykit.circuitbreaker;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** SPEC 22.7: half-open, with a single probe: of two threads that ask at once one is let through. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the first one probes")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the second one probes")
@Outcome(expect = Expect.FORBIDDEN, desc = "two probes, or none")
@State
public class SingleProbeStress {
  private final CircuitBreaker breaker = StressedBreakers.halfOpen();

  /** Asks. */
  @Actor
  public void one(ZZ_Result granted) {
    granted.r1 = ByHand.admit(breaker).isGranted();
  }

  /** Asks too. */
  @Actor
  public void other(ZZ_Result granted) {
    granted.r2 = ByHand.admit(breaker).isGranted();
  }
}
