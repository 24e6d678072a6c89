package io.retrykit.async.wheel;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Two cancel the same entry: one is told that it did. What waits beside it in the same slot goes on waiting. */
@JCStressTest
@Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "the first")
@Outcome(id = "false, true, 1", expect = Expect.ACCEPTABLE, desc = "the second")
@Outcome(expect = Expect.FORBIDDEN, desc = "both, neither, or another one is lost")
@State
public class CancelsStress {
  private final HandWheel hand = new HandWheel(0);
  private final Entry entry = new Entry();

  /** It waits, beside another. */
  public CancelsStress() {
    hand.wheel.schedule(new Entry(), 1);
    hand.wheel.schedule(entry, 1);
  }

  /** Cancels. */
  @Actor
  public void one(ZZI_Result result) {
    result.r1 = hand.wheel.cancel(entry);
  }

  /** Cancels too. */
  @Actor
  public void other(ZZI_Result result) {
    result.r2 = hand.wheel.cancel(entry);
  }

  /** What is left. */
  @Arbiter
  public void left(ZZI_Result result) {
    result.r3 = hand.wheel.size();
  }
}
