package io.retrykit.ratelimit;

import static java.util.Objects.requireNonNull;

import io.retrykit.guard.AdmissionRequest;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** SPEC 20.3: of two who end the same lease at once one is heard, in all dimensions. */
@JCStressTest
@Outcome(id = "5, 2", expect = Expect.ACCEPTABLE, desc = "settled")
@Outcome(id = "6, 3", expect = Expect.ACCEPTABLE, desc = "released")
@Outcome(expect = Expect.FORBIDDEN, desc = "both, or a part of each")
@State
public class SettleReleaseStress {
  private final Quota quota = Quota.builder()
      .dimension("requests", 1, Duration.ofNanos(15), request -> 1)
      .burst("requests", 3)
      .dimension(Quota.TOKENS, 1, Duration.ofNanos(10), AdmissionRequest::cost)
      .burst(Quota.TOKENS, 6)
      .settle(Quota.TOKENS, Long.class, actual -> actual)
      .timebase(new FrozenTime())
      .build();
  private final Object lease =
      requireNonNull(quota.admit(AdmissionRequest.first("key", 4, Long.MAX_VALUE)).lease());

  /** The call took one token, not four. */
  @Actor
  public void settles() {
    quota.succeeded(lease, 1L, 0);
  }

  /** The call was never begun. */
  @Actor
  public void releases() {
    quota.released(lease);
  }

  /** What is there afterwards. */
  @Arbiter
  public void rest(JJ_Result left) {
    left.r1 = requireNonNull(quota.available().get(Quota.TOKENS));
    left.r2 = requireNonNull(quota.available().get("requests"));
  }
}
