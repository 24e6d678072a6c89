package io.retrykit.benchmarks;

import dev.failsafe.FailsafeExecutor;
import dev.failsafe.function.CheckedSupplier;
import io.github.resilience4j.retry.Retry;
import io.retrykit.async.AsyncRetry;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does a call cost whose stage is complete when it comes? The operation is not inlined. {@code java -jar
 * benchmarks.jar AsyncComplete -prof gc}
 */
@SuppressWarnings("FutureReturnValueIgnored") // JMH takes it
@State(Scope.Thread)
public class AsyncCompleteBenchmark extends NanosPerCall {
  private final HandWrittenAsync hand = AsyncParts.hand();
  private final AsyncRetry retry = AsyncParts.ours();
  private final AsyncRetry alone = AsyncParts.alone();
  private final Retry resilience4j = AsyncParts.resilience4j();
  private final FailsafeExecutor<Object> failsafe = AsyncParts.failsafe();
  private final CompletableFuture<Object> done = CompletableFuture.completedFuture("v");
  private final TypedGuard<CompletionStage<Object>> smallrye = AsyncParts.smallrye();
  private final AwsAsyncLoop aws = new AwsAsyncLoop();
  private final Callable<CompletionStage<Object>> callable = this::operate;
  private final Supplier<CompletionStage<Object>> operation = this::operate;
  private final CheckedSupplier<CompletionStage<Object>> checked = this::operate;

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  private CompletionStage<Object> operate() {
    return done;
  }

  /** By hand: handed through. */
  @Benchmark
  public Object handWritten() {
    return hand.call(operation);
  }

  /** Ours, with the classifier of retry-ratelimit found on the class path. */
  @Benchmark
  public Object retry() {
    return retry.call(operation);
  }

  /** Ours, without looking for any. */
  @Benchmark
  public Object retryAlone() {
    return alone.call(operation);
  }

  /** Resilience4j. */
  @Benchmark
  public Object resilience4j() {
    return resilience4j.executeCompletionStage(AsyncParts.DIRECT, operation);
  }

  /** Failsafe. */
  @Benchmark
  public Object failsafe() {
    return failsafe.getStageAsync(checked);
  }

  /** SmallRye Fault Tolerance. */
  @Benchmark
  public Object smallrye() throws Exception {
    return smallrye.call(callable);
  }

  /** The AWS SDK's retries. */
  @Benchmark
  public Object aws() {
    return aws.call(operation);
  }
}
