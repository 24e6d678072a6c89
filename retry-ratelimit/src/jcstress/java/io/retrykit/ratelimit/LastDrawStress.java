package io.retrykit.ratelimit;

import io.retrykit.guard.AdmissionRequest;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** SPEC 20.1: two draw at once what is there for one of them: one has it, from every dimension, the other nothing. */
@JCStressTest
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "one of the two has drawn, from both dimensions")
@Outcome(expect = Expect.FORBIDDEN, desc = "both, none, or a part")
@State
public class LastDrawStress {
  private final Quota quota = Quota.builder()
      .dimension("requests", 1, Duration.ofNanos(15), request -> 1)
      .burst("requests", 2)
      .dimension(Quota.TOKENS, 1, Duration.ofNanos(10), AdmissionRequest::cost)
      .burst(Quota.TOKENS, 6)
      .timebase(new FrozenTime())
      .build();

  /** Draws. */
  @Actor
  public void one() {
    quota.tryReserve(4);
  }

  /** Draws too. */
  @Actor
  public void other() {
    quota.tryReserve(4);
  }

  /** What is there afterwards. */
  @Arbiter
  public void rest(JJ_Result left) {
    left.r1 = quota.available().getOrDefault("requests", -1L);
    left.r2 = quota.available().getOrDefault(Quota.TOKENS, -1L);
  }
}
