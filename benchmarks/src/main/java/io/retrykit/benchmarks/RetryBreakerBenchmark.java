package io.retrykit.benchmarks;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.function.CheckedSupplier;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.retrykit.Retry;
import io.retrykit.call.Operation;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does a call cost that succeeds at once, behind a retry with a breaker in it? Each attempt is counted by the
 * breaker. {@code java -jar benchmarks.jar RetryBreaker -prof gc}, with {@code -t 2} for two threads.
 */
@State(Scope.Benchmark)
public class RetryBreakerBenchmark extends NanosPerCall {
  private final HandWritten handLoop = Peers.hand();
  private final HandWrittenRing handRing = new HandWrittenRing(100, 50, true);
  private final Retry retry =
      Retry.with(Peers.alone().toBuilder().guard(CircuitBreaker.of("breaker")).build());
  private final Operation<Object, RuntimeException> operation = this::operate;
  private final Operation<Object, RuntimeException> guarded = this::guarded;
  private final Object result = new Object();
  private final CheckedSupplier<Object> checked = this::operate;
  private final FailsafeExecutor<Object> failsafe =
      Failsafe.with(Peers.failsafe().build(), BreakerBenchmark.failsafe());
  private final Supplier<Object> resilience4j = io.github.resilience4j.retry.Retry.decorateSupplier(
      Peers.resilience4j(),
      io.github.resilience4j.circuitbreaker.CircuitBreaker.decorateSupplier(
          BreakerBenchmark.resilience4j(SlidingWindowSynchronizationStrategy.SYNCHRONIZED),
          this::operate));
  private final Callable<Object> callable = this::operate;
  private final TypedGuard<Object> smallrye = Peers.smallrye()
      .done()
      .withCircuitBreaker()
      .requestVolumeThreshold(BreakerBenchmark.WINDOW)
      .failureRatio(0.5)
      .done()
      .build();

  /** Windows are full from the start. */
  @Setup
  public void fill() throws Exception {
    for (int i = 0; i < 200; i++) {
      retry();
      failsafe();
      resilience4j();
      smallrye();
    }
  }

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  private Object operate() {
    return result;
  }

  private Object guarded() {
    return handRing.call(operation);
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
  public Object failsafe() {
    return failsafe.get(checked);
  }

  /** Resilience4j's pair. */
  @Benchmark
  public Object resilience4j() {
    return resilience4j.get();
  }

  /** SmallRye's pair. */
  @Benchmark
  public Object smallrye() throws Exception {
    return smallrye.call(callable);
  }
}
