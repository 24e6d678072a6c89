package io.retrykit.ratelimit;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** SPEC 19.7: one permit is in stock and two threads ask: one of them buys, and what it does not need is there afterwards. */
@JCStressTest
@Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "each has one, and the rest is there")
@Outcome(expect = Expect.FORBIDDEN, desc = "handed out twice, or lost")
@State
public class PrepaidStress {
  private final PrepaidStore store =
      new PrepaidStore(Rate.of(1, Duration.ofNanos(10)), 9, 3, 0, new FrozenTime());

  /** Buys three and leaves one of them. */
  public PrepaidStress() {
    take();
    take();
  }

  private int take() {
    return store.take("key", 1, 0).isGranted() ? 1 : 0;
  }

  /** Asks. */
  @Actor
  public void one(III_Result permits) {
    permits.r1 = take();
  }

  /** Asks too. */
  @Actor
  public void other(III_Result permits) {
    permits.r2 = take();
  }

  /** What is left of six. */
  @Arbiter
  public void rest(III_Result permits) {
    permits.r3 = (int) store.available();
  }
}
