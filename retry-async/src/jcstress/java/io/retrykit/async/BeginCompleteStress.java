package io.retrykit.async;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import java.util.concurrent.CompletionStage;
import org.openjdk.jcstress.infra.results.IL_Result;

/** An attempt ends while the call begins to wait for it: it is not missed. */
@JCStressTest
@Outcome(id = "1, v", expect = Expect.ACCEPTABLE, desc = "its result")
@Outcome(expect = Expect.FORBIDDEN, desc = "missed")
@State
public class BeginCompleteStress {
  private final StressedCall call = StressedCall.timed();
  private final CompletableFuture<Object> stage = new CompletableFuture<>();
  private CompletionStage<Object> future = new CompletableFuture<>();

  /** The call. */
  @Actor
  public void begin() {
    future = call.retry.call(() -> stage);
  }

  /** The attempt. */
  @Actor
  public void complete() {
    stage.complete("v");
  }

  /** What it ends with, and whether nothing is waited for. */
  @Arbiter
  public void left(IL_Result result) {
    result.r1 = call.time.isIdle() ? 1 : 0;
    result.r2 = future.toCompletableFuture().getNow("missed");
  }
}
