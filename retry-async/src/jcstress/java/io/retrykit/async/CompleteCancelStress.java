package io.retrykit.async;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;

/** SPEC 23.2, SPEC 23.3: an attempt ends while the call is cancelled: one of both, and the guard hears of it once. */
@JCStressTest
@Outcome(id = "false, 0, 1", expect = Expect.ACCEPTABLE, desc = "ended")
@Outcome(id = "true, 1, 1", expect = Expect.ACCEPTABLE, desc = "cancelled; what it came to is closed")
@Outcome(expect = Expect.FORBIDDEN, desc = "both, neither, a result lost, or a guard told twice")
@State
public class CompleteCancelStress {
  private final StressedCall call = StressedCall.guarded();
  private final CompletableFuture<Object> future = call.begin();

  /** The attempt ends. */
  @Actor
  public void complete() {
    call.first().complete(call.product());
  }

  /** Who waits no longer. */
  @Actor
  public void cancel() {
    future.cancel(true);
  }

  /** What became of it. */
  @Arbiter
  public void left(ZII_Result result) {
    result.r1 = future.isCancelled();
    result.r2 = call.closed.get();
    result.r3 = call.ended.get() + (future.isDone() ? 0 : 10);
  }
}
