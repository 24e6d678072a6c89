package io.retrykit.async;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import io.retrykit.guard.Admission;
import org.openjdk.jcstress.infra.results.ZII_Result;

/** SPEC 23.8: a guard answers while the call is cancelled: what it has granted comes back to it, once. */
@JCStressTest
@Outcome(id = "true, 0, 1", expect = Expect.ACCEPTABLE, desc = "cancelled while it waited")
@Outcome(id = "true, 1, 1", expect = Expect.ACCEPTABLE, desc = "cancelled in its attempt")
@Outcome(expect = Expect.FORBIDDEN, desc = "not cancelled, or the grant is lost or told twice")
@State
public class AnswerCancelStress {
  private final StressedCall call = StressedCall.asked();
  private final CompletableFuture<Object> future = call.begin();

  /** The guard. */
  @Actor
  public void answer() {
    call.answer.complete(Admission.granted());
  }

  /** Who waits no longer. */
  @Actor
  public void cancel(ZII_Result result) {
    result.r1 = future.cancel(true);
  }

  /** What became of it. */
  @Arbiter
  public void left(ZII_Result result) {
    result.r2 = call.begun.get();
    result.r3 = call.ended.get() + 10 * call.open();
  }
}
