package io.retrykit.ratelimit;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** SPEC 19.2: of two threads that ask for the last permit at once one has it. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the first one has it")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the second one has it")
@Outcome(expect = Expect.FORBIDDEN, desc = "handed out twice, or lost")
@State
public class LastPermitStress {
  private final GcraStore store =
      new GcraStore(Rate.of(1, Duration.ofNanos(10)), 1, 0, new FrozenTime());

  /** Asks. */
  @Actor
  public void one(ZZ_Result granted) {
    granted.r1 = store.take("key", 1, 0).isGranted();
  }

  /** Asks too. */
  @Actor
  public void other(ZZ_Result granted) {
    granted.r2 = store.take("key", 1, 0).isGranted();
  }
}
