package io.retrykit.async;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** SPEC 24.2: the subscriber asks as an attempt fails: what was asked for is asked of the next one, whole. */
@JCStressTest
@Outcome(id = "3, 0", expect = Expect.ACCEPTABLE, desc = "all asked of the second attempt")
@Outcome(expect = Expect.FORBIDDEN, desc = "demand lost or doubled")
@State
public class RequestFailStress {
  private final StressedStream stream = StressedStream.retried();

  /** Asks once more. */
  @Actor
  public void request() {
    stream.request(3);
  }

  /** The first attempt fails, the second begins. */
  @Actor
  public void fail() {
    stream.first().fail();
  }

  /** What came to the second publisher. */
  @Arbiter
  public void left(II_Result result) {
    result.r1 = stream.attempts.get(1).asked.get();
    result.r2 = stream.failures.get() + stream.ends.get() + stream.elements.get();
  }
}
