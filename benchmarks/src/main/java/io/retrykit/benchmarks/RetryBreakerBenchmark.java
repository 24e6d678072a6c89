package io.retrykit.benchmarks;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.retry.RetryConfig;
import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.Operation;
import io.retrykit.circuitbreaker.CircuitBreaker;
import java.time.Duration;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a call cost that succeeds at once, behind a retry with a breaker in it? Each attempt is counted by the
 * breaker. {@code java -jar benchmarks.jar RetryBreaker -prof gc}, with {@code -t 2} for two threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RetryBreakerBenchmark {
  private final HandWritten handLoop = new HandWritten(3, Exception.class, 0);
  private final HandWrittenRing handRing = new HandWrittenRing(100, 50, true);
  private final Retry retry = Retry.with(io.retrykit.policy.RetryPolicy.builder()
      .name("pair")
      .maxAttempts(3)
      .backoff(Backoff.none())
      .guard(CircuitBreaker.of("breaker"))
      .discovery(false)
      .build());
  private final Operation<Object, RuntimeException> operation = this::operate;
  private final Operation<Object, RuntimeException> guarded = this::guarded;
  private final Object result = new Object();
  private final CheckedSupplier<Object> checked = this::operate;
  private final FailsafeExecutor<Object> failsafe =
      Failsafe.with(RetryPolicy.builder().withMaxRetries(2).build(), BreakerBenchmark.failsafe());
  private final Supplier<Object> resilience4j = io.github.resilience4j.retry.Retry.decorateSupplier(
      io.github.resilience4j.retry.Retry.of(
          "pair",
          RetryConfig.custom().maxAttempts(3).waitDuration(Duration.ofMillis(1)).build()),
      io.github.resilience4j.circuitbreaker.CircuitBreaker.decorateSupplier(
          BreakerBenchmark.resilience4j(SlidingWindowSynchronizationStrategy.SYNCHRONIZED),
          this::operate));

  /** Windows are full from the start. */
  @Setup
  public void fill() {
    for (int i = 0; i < 200; i++) {
      retry();
      failsafePair();
      resilience4jPair();
    }
  }

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  private Object operate() {
    return result;
  }

  private Object guarded() {
    if (!handRing.tryAcquire()) {
      throw new IllegalStateException("open");
    }
    Object value;
    try {
      value = operation.call();
    } catch (RuntimeException failure) {
      handRing.failed();
      throw failure;
    }
    handRing.succeeded();
    return value;
  }

  /** A loop and a quiet ring by hand. */
  @Benchmark
  public Object handWritten() {
    return handLoop.call(guarded);
  }

  /** Ours. */
  @Benchmark
  public Object retry() {
    return retry.call(operation);
  }

  /** Failsafe's pair. */
  @Benchmark
  public Object failsafePair() {
    return failsafe.get(checked);
  }

  /** Resilience4j's pair. */
  @Benchmark
  public Object resilience4jPair() {
    return resilience4j.get();
  }
}
