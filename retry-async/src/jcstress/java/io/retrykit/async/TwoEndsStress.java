package io.retrykit.async;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** SPEC 23.2: two end the call from outside: one does, and the attempt is cancelled. */
@JCStressTest
@Outcome(id = "true, false, 0", expect = Expect.ACCEPTABLE, desc = "completed")
@Outcome(id = "false, true, 0", expect = Expect.ACCEPTABLE, desc = "cancelled")
@Outcome(expect = Expect.FORBIDDEN, desc = "both, neither, or an attempt that nobody waits for")
@State
public class TwoEndsStress {
  private final StressedCall call = StressedCall.plain();
  private final CompletableFuture<Object> future = call.begin();

  /** Somebody has found the answer elsewhere. */
  @Actor
  public void complete(ZZI_Result result) {
    result.r1 = future.complete("theirs");
  }

  /** Who waits no longer. */
  @Actor
  public void cancel(ZZI_Result result) {
    result.r2 = future.cancel(true);
  }

  /** What is left. */
  @Arbiter
  public void left(ZZI_Result result) {
    result.r3 = call.open();
  }
}
