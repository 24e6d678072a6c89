package io.retrykit.benchmarks;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.retrykit.async.AsyncRetry;
import io.retrykit.backoff.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Does a call that has failed once and waits for an hour cost the same however many others wait? Begun, failed, put to sleep and
 * answered by somebody else. Failsafe begins its attempts on threads of a pool, which is another question. {@code java -jar
 * benchmarks.jar PendingGrowth -prof gc}
 */
@State(Scope.Benchmark)
@Fork(
    value = 5,
    jvmArgsAppend = {"-Xms3g", "-Xmx3g", "-XX:+UseParallelGC"})
public class PendingGrowthBenchmark extends NanosPerCall {
  private static final int TOTAL = 1_000_000;
  private static final Duration HOUR = Duration.ofHours(1);

  /** How many wait at once. */
  @Param({"1000", "10000", "100000", "1000000"})
  public int pending = 1000;

  private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
  private final AsyncRetry retry = AsyncRetry.with(
          Peers.alone().toBuilder().backoff(Backoff.fixed(HOUR)).build())
      .withExecutor(Runnable::run);
  private final Retry resilience4j = Retry.of(
      "retry",
      RetryConfig.custom()
          .maxAttempts(Peers.ATTEMPTS)
          .intervalFunction(attempt -> HOUR.toMillis())
          .build());
  private final CompletableFuture<Object> failed =
      CompletableFuture.failedFuture(new IOException("on purpose"));
  private final Supplier<CompletionStage<Object>> operation = this::operate;

  /** Makes the scheduler, which takes out what is cancelled. */
  public PendingGrowthBenchmark() {
    scheduler.setRemoveOnCancelPolicy(true);
  }

  /** Ends it. */
  @TearDown
  public void end() {
    scheduler.shutdownNow();
  }

  private CompletionStage<Object> operate() {
    return failed;
  }

  private void million(Supplier<CompletionStage<Object>> call) {
    CompletionStage<?>[] waiting = new CompletionStage<?>[pending];
    for (int begun = 0; begun < TOTAL; begun += pending) {
      for (int i = 0; i < pending; i++) {
        waiting[i] = call.get();
      }
      for (CompletionStage<?> each : waiting) {
        if (!each.toCompletableFuture().complete(null)) {
          throw new IllegalStateException("a call did not wait: " + each);
        }
      }
      scheduler.getQueue().clear(); // Resilience4j leaves there what nobody waits for any more
    }
  }

  /** Ours. */
  @Benchmark
  @OperationsPerInvocation(TOTAL)
  public void retry() {
    million(() -> retry.call(operation));
  }

  /** Resilience4j, on a scheduler of the JDK's. */
  @Benchmark
  @OperationsPerInvocation(TOTAL)
  public void resilience4j() {
    million(() -> resilience4j.executeCompletionStage(scheduler, operation));
  }
}
