package io.retrykit.async;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** SPEC 24.2: the subscriber cancels as an attempt fails: no publisher is left that nobody has cancelled. */
@JCStressTest
@Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "over, and nobody was told")
@Outcome(expect = Expect.FORBIDDEN, desc = "a publisher left open, or a signal after the end")
@State
public class FailCancelStress {
  private final StressedStream stream = StressedStream.retried();

  /** The first attempt fails, the second may begin. */
  @Actor
  public void fail() {
    stream.first().fail();
  }

  /** Who wants no more. */
  @Actor
  public void cancel() {
    stream.cancel();
  }

  /** What is left. */
  @Arbiter
  public void left(ZI_Result result) {
    StressedStream.Sender second = stream.attempts.get(1);
    result.r1 = second == null || second.cancelled;
    if (second != null) {
      second.fail();
    }
    result.r2 = stream.failures.get() + stream.ends.get();
  }
}
