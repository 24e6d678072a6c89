package io.retrykit.async;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/** SPEC 24.3: the first element comes as its time is over: the one or the other. */
@JCStressTest
@Outcome(id = "1, 0, false", expect = Expect.ACCEPTABLE, desc = "in time")
@Outcome(id = "0, 1, true", expect = Expect.ACCEPTABLE, desc = "too late")
@Outcome(expect = Expect.FORBIDDEN, desc = "both, neither, or a publisher left open")
@State
public class FirstTimeoutStress {
  private final StressedStream stream = StressedStream.timed();

  /** Begins the time. */
  public FirstTimeoutStress() {
    stream.request(2);
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
    result.r3 = stream.first().cancelled;
  }
}
