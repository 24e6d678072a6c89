package io.retrykit.async;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** SPEC 24.2: the subscriber asks from two threads: the publisher is asked for the sum. */
@JCStressTest
@Outcome(id = "5, 5", expect = Expect.ACCEPTABLE, desc = "all of it, once")
@Outcome(expect = Expect.FORBIDDEN, desc = "asked twice, or not at all")
@State
public class RequestsStress {
  private final StressedStream stream = StressedStream.retried();

  /** Asks for two. */
  @Actor
  public void two() {
    stream.request(2);
  }

  /** Asks for three. */
  @Actor
  public void three() {
    stream.request(3);
  }

  /** What came to the publisher, and to the one after it. */
  @Arbiter
  public void left(II_Result result) {
    result.r1 = stream.first().asked.get();
    stream.first().fail();
    result.r2 = stream.attempts.get(1).asked.get();
  }
}
