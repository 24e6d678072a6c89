package io.retrykit.benchmarks;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import io.retrykit.ratelimit.AwsRetryBudget;
import io.retrykit.time.Nanos;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RetryToken;

/**
 * What does a budget cost a call that fails once and then succeeds: a retry paid for, and paid back? The AWS SDK's token says
 * more than that: it counts the attempts and draws the pause. One budget serves all threads. {@code java -jar benchmarks.jar
 * BudgetedRetry -prof gc}, with {@code -t 2} for two threads.
 */
@State(Scope.Benchmark)
public class BudgetedRetryBenchmark extends NanosPerCall {
  private static final int CAPACITY = 500;
  private static final int COST = 5;
  private static final AdmissionRequest REQUEST =
      AdmissionRequest.first("budget", 1, Nanos.FOREVER);

  private final AtomicInteger hand = new AtomicInteger(CAPACITY);
  private final RetryBudget budget = AwsRetryBudget.standard();
  private final IOException thrown = new IOException("on purpose");
  private final Outcome failure = Outcome.ofFailure(thrown);
  private final StandardRetryStrategy aws = StandardRetryStrategy.builder()
      .maxAttempts(Peers.ATTEMPTS)
      .retryOnExceptionInstanceOf(Exception.class)
      .treatAsThrottling(any -> false)
      .backoffStrategy(BackoffStrategy.retryImmediately())
      .circuitBreakerEnabled(true)
      .build();
  private final AcquireInitialTokenRequest first = AcquireInitialTokenRequest.create("scope");

  /** One that refuses is measured for nothing. */
  @TearDown
  public void check() {
    if (hand.get() != CAPACITY || budget() == RetryBudget.REFUSED || aws() == null) {
      throw new IllegalStateException("a budget leaks: " + hand + ", " + budget);
    }
  }

  /** By hand: a count, taken from and added to, never more than the capacity. */
  @Benchmark
  public int handWritten() {
    int before = hand.get();
    while (before >= COST && !hand.compareAndSet(before, before - COST)) {
      before = hand.get();
    }
    return hand.accumulateAndGet(COST, (left, back) -> Math.min(CAPACITY, left + back));
  }

  /** Ours. */
  @Benchmark
  public long budget() {
    long taken = budget.acquire(REQUEST, failure, Verdict.retry());
    budget.succeeded(REQUEST, taken);
    return taken;
  }

  /** The AWS SDK's retries. */
  @Benchmark
  public Object aws() {
    RetryToken token = aws.acquireInitialToken(first).token();
    token = aws.refreshRetryToken(
            RefreshRetryTokenRequest.builder().token(token).failure(thrown).build())
        .token();
    return aws.recordSuccess(RecordSuccessRequest.create(token));
  }
}
