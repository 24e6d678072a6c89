package io.retrykit.benchmarks;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import io.retrykit.ratelimit.AwsRetryBudget;
import io.retrykit.time.Nanos;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does the check alone cost, of the budget whose check is the dearest that reads no clock? Its tokens last longer
 * than an iteration. {@code java -jar benchmarks.jar BudgetCheck -prof gc}
 */
@State(Scope.Benchmark)
public class BudgetCheckBenchmark extends NanosPerCall {
  private static final AdmissionRequest REQUEST =
      AdmissionRequest.first("budget", 1, Nanos.FOREVER);

  private final Outcome failure = Outcome.ofFailure(new IOException("on purpose"));
  private RetryBudget budget = full();

  private static RetryBudget full() {
    return AwsRetryBudget.builder()
        .capacity(1_000_000_000)
        .transientCost(1)
        .timeoutCost(2)
        .build();
  }

  /** Fills it up. */
  @Setup(Level.Iteration)
  public void fill() {
    budget = full();
  }

  /** One that refuses is measured for nothing. */
  @TearDown(Level.Iteration)
  public void check() {
    if (acquire() == RetryBudget.REFUSED) {
      throw new IllegalStateException(budget + " refuses");
    }
  }

  /** May another attempt be made? Looks for a timeout among the causes. */
  @Benchmark
  public long acquire() {
    return budget.acquire(REQUEST, failure, Verdict.retry());
  }

  /** The same where the server has throttled: nothing to look for. */
  @Benchmark
  public long acquireThrottled() {
    return budget.acquire(REQUEST, failure, Verdict.throttled());
  }
}
