package io.retrykit.benchmarks;

import dev.failsafe.FailsafeExecutor;
import io.github.resilience4j.retry.Retry;
import io.retrykit.async.AsyncRetry;
import java.io.IOException;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a call cost that fails once and then succeeds, its stages complete when they come, without a pause and
 * without a thread hop? {@code java -jar benchmarks.jar AsyncFailure -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
public class AsyncFailureBenchmark {
  private final HandWrittenAsync hand = AsyncParts.hand();
  private final AsyncRetry retry = AsyncParts.ours();
  private final AsyncRetry alone = AsyncRetry.with(
          retry.policy().toBuilder().discovery(false).build())
      .withExecutor(Runnable::run);
  private final Retry resilience4j = AsyncParts.resilience4j();
  private final FailsafeExecutor<Object> failsafe = AsyncParts.failsafe();
  private final CompletableFuture<Object> done = CompletableFuture.completedFuture("v");
  private final CompletableFuture<Object> failed =
      CompletableFuture.failedFuture(new IOException("on purpose"));
  private final Supplier<CompletionStage<Object>> operation = this::operate;
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
    return failsafe.getStageAsync(operation::get).join();
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
