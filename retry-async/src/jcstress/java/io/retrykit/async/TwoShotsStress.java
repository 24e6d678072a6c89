package io.retrykit.async;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/** SPEC 9.1, 23.13: two attempts beside each other fail at once: the budget hears of the first and of the second, once each. */
@JCStressTest
@org.openjdk.jcstress.annotations.Outcome(
    id = "1, 1, true",
    expect = Expect.ACCEPTABLE,
    desc = "one first failure, one second, and the call has ended")
@org.openjdk.jcstress.annotations.Outcome(
    expect = Expect.FORBIDDEN,
    desc = "one told twice, or not at all, or a call that hangs")
@State
public class TwoShotsStress implements RetryBudget {
  private final AtomicInteger first = new AtomicInteger();
  private final AtomicInteger second = new AtomicInteger();
  private final List<CompletableFuture<Object>> stages = new ArrayList<>();
  private final CompletableFuture<Object> call = AsyncRetry.with(RetryPolicy.builder()
          .discovery(false)
          .maxAttempts(1)
          .budget(this)
          .build())
      .withExecutor(Runnable::run)
      .withHedge(Hedge.after(Duration.ZERO))
      .call(this::begin);

  private CompletableFuture<Object> begin() {
    CompletableFuture<Object> stage = new CompletableFuture<>();
    stages.add(stage);
    return stage;
  }

  @Override
  public String name() {
    return "numbers";
  }

  @Override
  public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    return 0;
  }

  @Override
  public void failed(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    (request.attempt() == 1 ? first : second).incrementAndGet();
  }

  /** The one fails. */
  @Actor
  public void failOne() {
    stages.get(0).completeExceptionally(new IOException("one"));
  }

  /** The other fails. */
  @Actor
  public void failOther() {
    stages.get(1).completeExceptionally(new IOException("other"));
  }

  /** What the budget has heard. */
  @Arbiter
  public void told(IIZ_Result result) {
    result.r1 = first.get();
    result.r2 = second.get();
    result.r3 = call.isCompletedExceptionally();
  }
}
