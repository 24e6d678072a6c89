package io.retrykit.async.wheel;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** An entry that is due is cancelled while the wheel turns: it fires, or the cancel says that it never will. */
@JCStressTest
@Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "cancelled")
@Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "fired")
@Outcome(expect = Expect.FORBIDDEN, desc = "both, or neither")
@State
public class CancelFireStress {
  private final HandWheel hand = new HandWheel(0);
  private int fired;
  private final Entry entry = Entry.of(() -> fired++);

  /** It waits, and is due. */
  public CancelFireStress() {
    hand.wheel.schedule(entry, 0);
  }

  /** The timer. */
  @Actor
  public void turn() {
    hand.wheel.turn();
  }

  /** Who waits no longer. */
  @Actor
  public void cancel(ZI_Result result) {
    result.r1 = hand.wheel.cancel(entry);
  }

  /** What became of it. */
  @Arbiter
  public void fired(ZI_Result result) {
    result.r2 = fired;
  }
}
