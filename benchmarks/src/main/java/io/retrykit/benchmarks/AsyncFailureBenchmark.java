package io.retrykit.benchmarks;

import dev.failsafe.FailsafeExecutor;
import dev.failsafe.function.CheckedSupplier;
import io.github.resilience4j.retry.Retry;
import io.retrykit.async.AsyncRetry;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a call cost that fails once and then succeeds, its stages complete when they come, without a pause and
 * without a thread hop? {@code java -jar benchmarks.jar AsyncFailure -prof gc}
 */
@State(Scope.Thread)
public class AsyncFailureBenchmark extends NanosPerCall {
  private final HandWrittenAsync hand = AsyncParts.hand();
  private final AsyncRetry retry = AsyncParts.ours();
  private final AsyncRetry alone = AsyncParts.alone();
  private final Retry resilience4j = AsyncParts.resilience4j();
  private final FailsafeExecutor<Object> failsafe = AsyncParts.failsafe();
  private final CompletableFuture<Object> done = CompletableFuture.completedFuture("v");
  private final CompletableFuture<Object> failed =
      CompletableFuture.failedFuture(new IOException("on purpose"));
  private final TypedGuard<CompletionStage<Object>> smallrye = AsyncParts.smallrye();
  private final AwsAsyncLoop aws = new AwsAsyncLoop();
  private final Callable<CompletionStage<Object>> callable = this::operate;
  private final Supplier<CompletionStage<Object>> operation = this::operate;
  private final CheckedSupplier<CompletionStage<Object>> checked = this::operate;
  private long attempts;
  private long calls;

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  private CompletionStage<Object> operate() {
    return ++attempts % 2 == 0 ? done : failed;
  }

  /** By hand. */
  @Benchmark
  public Object handWritten() {
    calls++;
    return hand.call(operation).join();
  }

  /** Ours, with the classifier of retry-ratelimit found on the class path, which looks at the failure. */
  @Benchmark
  public Object retry() {
    calls++;
    return retry.call(operation).join();
  }

  /** Ours, without looking for any. */
  @Benchmark
  public Object retryAlone() {
    calls++;
    return alone.call(operation).join();
  }

  /** Resilience4j. */
  @Benchmark
  public Object resilience4j() {
    calls++;
    return resilience4j
        .executeCompletionStage(AsyncParts.DIRECT, operation)
        .toCompletableFuture()
        .join();
  }

  /** Failsafe. */
  @Benchmark
  public Object failsafe() {
    calls++;
    return failsafe.getStageAsync(checked).join();
  }

  /** SmallRye Fault Tolerance. */
  @Benchmark
  public Object smallrye() throws Exception {
    calls++;
    return smallrye.call(callable).toCompletableFuture().join();
  }

  /** The AWS SDK's retries. */
  @Benchmark
  public Object aws() {
    calls++;
    return aws.call(operation).toCompletableFuture().join();
  }

  /** Who makes more or fewer attempts than it should is measured for nothing. */
  @TearDown
  public void check() {
    if (attempts != 2 * calls) {
      throw new IllegalStateException(
          calls + " calls made " + attempts + " attempts, not two each");
    }
  }
}
