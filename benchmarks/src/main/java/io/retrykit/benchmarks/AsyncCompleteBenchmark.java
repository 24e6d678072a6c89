package io.retrykit.benchmarks;

import dev.failsafe.FailsafeExecutor;
import io.github.resilience4j.retry.Retry;
import io.retrykit.async.AsyncRetry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a call cost whose stage is complete when it comes? The operation is not inlined. {@code java -jar
 * benchmarks.jar AsyncComplete -prof gc}
 */
@SuppressWarnings("FutureReturnValueIgnored") // JMH takes it
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
public class AsyncCompleteBenchmark {
  private final HandWrittenAsync hand = AsyncParts.hand();
  private final AsyncRetry retry = AsyncParts.ours();
  private final AsyncRetry alone = AsyncParts.alone();
  private final Retry resilience4j = AsyncParts.resilience4j();
  private final FailsafeExecutor<Object> failsafe = AsyncParts.failsafe();
  private final CompletableFuture<Object> done = CompletableFuture.completedFuture("v");
  private final Supplier<CompletionStage<Object>> operation = this::operate;

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
    return failsafe.getStageAsync(operation::get);
  }
}
