package io.retrykit.async;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/** SPEC 24.3, SPEC 24.2: the second element comes as the gap is over: the one or the other, and never beside each other. */
@JCStressTest
@Outcome(id = "2, 0, false", expect = Expect.ACCEPTABLE, desc = "in time")
@Outcome(id = "1, 1, false", expect = Expect.ACCEPTABLE, desc = "too late")
@Outcome(expect = Expect.FORBIDDEN, desc = "both, neither, or signals at once")
@State
public class GapTimeoutStress {
  private final StressedStream stream = StressedStream.timed();

  /** Begins the gap. */
  public GapTimeoutStress() {
    stream.request(3);
    stream.first().send();
    stream.time.advance();
  }

  /** The publisher. */
  @Actor
  public void send() {
    stream.first().send();
  }

  /** The timer. */
  @Actor
  public void fire() {
    stream.time.fire();
  }

  /** What the subscriber was told. */
  @Arbiter
  public void left(IIZ_Result result) {
    result.r1 = stream.elements.get();
    result.r2 = stream.failures.get() + stream.ends.get();
    result.r3 = stream.overlapped();
  }
}
