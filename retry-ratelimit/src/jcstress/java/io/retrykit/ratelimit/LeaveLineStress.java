package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** SPEC 19.6: whoever comes while somebody leaves the line has a place before or behind that one; the other is free then. */
@JCStressTest
@Outcome(id = "20, 10", expect = Expect.ACCEPTABLE, desc = "behind the one that left")
@Outcome(id = "10, 20", expect = Expect.ACCEPTABLE, desc = "in the place that was left")
@Outcome(expect = Expect.FORBIDDEN, desc = "a place given twice, or lost")
@State
public class LeaveLineStress {
  private static final long PATIENCE = 100;

  private final GcraStore store =
      new GcraStore(Rate.of(1, Duration.ofNanos(10)), 1, PATIENCE, new FrozenTime());
  private final Admission place;

  /** Takes what is there, and the first place in the line. */
  public LeaveLineStress() {
    store.take("key", 1, 0);
    place = store.take("key", 1, PATIENCE);
  }

  /** Leaves. */
  @Actor
  public void leaves() {
    store.giveBack("key", place.lease());
  }

  /** Comes. */
  @Actor
  public void comes(JJ_Result waits) {
    waits.r1 = store.take("key", 1, PATIENCE).waitNanos();
  }

  /** The next one's place. */
  @Arbiter
  public void comesThen(JJ_Result waits) {
    waits.r2 = store.take("key", 1, PATIENCE).waitNanos();
  }
}
