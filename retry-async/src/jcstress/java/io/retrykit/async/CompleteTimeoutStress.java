package io.retrykit.async;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;

/** SPEC 23.3: an attempt ends in the moment its time is over: it counts, or it is closed and the call goes on without. */
@JCStressTest
@Outcome(id = "true, 0, 1", expect = Expect.ACCEPTABLE, desc = "in time")
@Outcome(id = "false, 1, 1", expect = Expect.ACCEPTABLE, desc = "late")
@Outcome(expect = Expect.FORBIDDEN, desc = "both, neither, lost, or a second attempt at once")
@State
public class CompleteTimeoutStress {
  private final StressedCall call = StressedCall.timed();
  private final CompletableFuture<Object> future = call.begin();

  /** The attempt ends. */
  @Actor
  public void complete() {
    call.first().complete(call.product());
  }

  /** Its time is over. */
  @Actor
  public void fire() {
    call.time.fire();
  }

  /** What became of it; late, a pause is waited for. */
  @Arbiter
  public void left(ZII_Result result) {
    result.r1 = future.isDone();
    result.r2 = call.closed.get();
    result.r3 = call.begun.get() + (call.time.isIdle() == future.isDone() ? 0 : 10);
  }
}
