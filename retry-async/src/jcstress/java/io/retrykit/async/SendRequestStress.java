package io.retrykit.async;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/** SPEC 24.2: an element comes as the subscriber asks for more: nothing that was asked for is held back. */
@JCStressTest
@Outcome(id = "2, 3, false", expect = Expect.ACCEPTABLE, desc = "both elements, all demand")
@Outcome(expect = Expect.FORBIDDEN, desc = "an element refused that was asked for, or demand lost")
@State
public class SendRequestStress {
  private final StressedStream stream = StressedStream.retried();

  /** Asks for the first. */
  public SendRequestStress() {
    stream.request(1);
  }

  /** The publisher. */
  @Actor
  public void send() {
    stream.first().send();
  }

  /** The subscriber. */
  @Actor
  public void request() {
    stream.request(2);
  }

  /** One more that was asked for. */
  @Arbiter
  public void left(IIZ_Result result) {
    stream.first().send();
    result.r1 = stream.elements.get();
    result.r2 = stream.first().asked.get();
    result.r3 = stream.first().cancelled;
  }
}
