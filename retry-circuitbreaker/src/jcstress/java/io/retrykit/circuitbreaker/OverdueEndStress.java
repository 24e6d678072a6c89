package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** SPEC 22.4: one of two calls ends while both are found to be slow: one is left, and none once that has ended too. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "each is taken off once")
@Outcome(expect = Expect.FORBIDDEN, desc = "one is counted for ever, or taken off twice")
@State
public class OverdueEndStress {
  private final CircuitBreaker breaker;
  private final Admission ending;
  private final Admission hanging;

  /** Begins two calls that are slow by now, which nobody has seen. */
  public OverdueEndStress() {
    WrappingTime time = new WrappingTime();
    breaker = StressedBreakers.watching(time);
    ending = ByHand.admit(breaker);
    hanging = ByHand.admit(breaker);
    time.move(StressedBreakers.SLOW + StressedBreakers.SLOW / 8);
  }

  /** Ends. */
  @Actor
  public void end() {
    ByHand.abandon(breaker, ending);
  }

  /** Asks, and so finds that the calls are slow. */
  @Actor
  public void ask() {
    ByHand.abandon(breaker, ByHand.admit(breaker));
  }

  /** How many were left, and are once all have ended. */
  @Arbiter
  public void left(II_Result result) {
    InFlight calls = Objects.requireNonNull(((Recording) breaker.phase()).inFlight());
    result.r1 = calls.overdue();
    ByHand.abandon(breaker, hanging);
    result.r2 = calls.overdue();
  }
}
