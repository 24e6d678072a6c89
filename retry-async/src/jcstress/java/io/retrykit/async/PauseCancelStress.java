package io.retrykit.async;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;

/** SPEC 23.2: a pause ends while the call is cancelled: an attempt that is begun all the same is cancelled as well. */
@JCStressTest
@Outcome(id = "true, 1, 0", expect = Expect.ACCEPTABLE, desc = "cancelled in the pause")
@Outcome(id = "true, 2, 0", expect = Expect.ACCEPTABLE, desc = "cancelled in the second attempt")
@Outcome(expect = Expect.FORBIDDEN, desc = "not cancelled, or an attempt that nobody knows of")
@State
public class PauseCancelStress {
  private final StressedCall call = StressedCall.plain();
  private final CompletableFuture<Object> future = call.beginPause();

  /** The timer. */
  @Actor
  public void fire() {
    call.time.fire();
  }

  /** Who waits no longer. */
  @Actor
  public void cancel(ZII_Result result) {
    result.r1 = future.cancel(true);
  }

  /** What is left. */
  @Arbiter
  public void left(ZII_Result result) {
    result.r2 = call.begun.get();
    result.r3 = call.open() + (call.time.isIdle() ? 0 : 10) + (future.isCancelled() ? 0 : 100);
  }
}
