package io.retrykit.benchmarks;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import io.retrykit.ratelimit.AwsRetryBudget;
import io.retrykit.ratelimit.GrpcRetryBudget;
import io.retrykit.ratelimit.PercentageRetryBudget;
import io.retrykit.time.Nanos;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What does a retry budget cost? {@code java -jar benchmarks.jar Budget -prof gc} */
@State(Scope.Benchmark)
public class BudgetBenchmark extends NanosPerCall {
  private static final AdmissionRequest REQUEST =
      AdmissionRequest.first("budget", 1, Nanos.FOREVER);

  /** Which budget; the last one reads the clock each time, as {@link LimiterBenchmark#clock} does. */
  @Param({"aws", "grpc", "percentage"})
  public String kind = "aws";

  private final Outcome failure = Outcome.ofFailure(new IOException("on purpose"));
  private RetryBudget budget = make();

  /** Makes the one that is measured. */
  @Setup
  public void setUp() {
    budget = make();
    check();
  }

  private RetryBudget make() {
    return switch (kind) {
      case "aws" -> AwsRetryBudget.standard();
      case "grpc" -> GrpcRetryBudget.of("grpc", 100, 0.1);
      default -> PercentageRetryBudget.standard();
    };
  }

  /** One that refuses is measured for nothing. */
  @TearDown
  public void check() {
    if (acquireAndReturn() == RetryBudget.REFUSED) {
      throw new IllegalStateException(budget + " refuses");
    }
  }

  /** A retry is asked for, and not made after all. */
  @Benchmark
  public long acquireAndReturn() {
    long taken = budget.acquire(REQUEST, failure, Verdict.retry());
    budget.returned(REQUEST, taken);
    return taken;
  }

  /** The normal case: a call succeeds at once. */
  @Benchmark
  public void succeed() {
    budget.succeeded(REQUEST, 0);
  }
}
