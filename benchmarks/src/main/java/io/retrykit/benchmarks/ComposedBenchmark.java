package io.retrykit.benchmarks;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RateLimiter;
import dev.failsafe.function.CheckedSupplier;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.retrykit.Retry;
import io.retrykit.call.Operation;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does a call cost that succeeds at once, behind a retry with a limiter and a breaker in it? There are permits in plenty,
 * and the breaker is closed. {@code java -jar benchmarks.jar Composed -prof gc}, with {@code -t 2} for two threads.
 */
@State(Scope.Benchmark)
public class ComposedBenchmark extends NanosPerCall {
  private static final int PLENTY = 1_000_000_000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandWritten handLoop = Peers.hand();
  private final HandWrittenRing handRing = new HandWrittenRing(100, 50, true);
  private final HandWrittenGcra handLimiter = new HandWrittenGcra(1, PLENTY);
  private final Operation<Object, RuntimeException> operation = this::operate;
  private final Operation<Object, RuntimeException> guarded = this::guarded;
  private final CheckedSupplier<Object> checked = this::operate;
  private final Callable<Object> callable = this::operate;
  private final Object result = new Object();

  private final Retry retry = Retry.with(Peers.alone().toBuilder()
      .guard(io.retrykit.ratelimit.RateLimiter.of(PLENTY, SECOND))
      .guard(CircuitBreaker.of("breaker"))
      .build());
  private final FailsafeExecutor<Object> failsafe = Failsafe.with(
      Peers.failsafe().build(),
      BreakerBenchmark.failsafe(),
      RateLimiter.burstyBuilder(PLENTY, SECOND).build());
  private final TypedGuard<Object> smallrye = Peers.smallrye()
      .done()
      .withCircuitBreaker()
      .requestVolumeThreshold(BreakerBenchmark.WINDOW)
      .failureRatio(0.5)
      .done()
      .withRateLimit()
      .limit(PLENTY)
      .window(1, ChronoUnit.SECONDS)
      .done()
      .build();
  private final Callable<Object> resilience4j = io.github.resilience4j.retry.Retry.decorateCallable(
      Peers.resilience4j(),
      io.github.resilience4j.circuitbreaker.CircuitBreaker.decorateCallable(
          BreakerBenchmark.resilience4j(SlidingWindowSynchronizationStrategy.SYNCHRONIZED),
          io.github.resilience4j.ratelimiter.RateLimiter.decorateCallable(
              io.github.resilience4j.ratelimiter.RateLimiter.of(
                  "limiter",
                  RateLimiterConfig.custom()
                      .limitForPeriod(PLENTY)
                      .limitRefreshPeriod(SECOND)
                      .build()),
              callable)));

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
    if (!handLimiter.tryAcquire()) {
      throw new IllegalStateException("no permit is left");
    }
    return handRing.call(operation);
  }

  /** A loop, GCRA on one word, and a quiet ring by hand. */
  @Benchmark
  public Object handWritten() {
    return handLoop.call(guarded);
  }

  /** Ours. */
  @Benchmark
  public Object retry() {
    return retry.call(operation);
  }

  /** Resilience4j. */
  @Benchmark
  public Object resilience4j() throws Exception {
    return resilience4j.call();
  }

  /** Failsafe. */
  @Benchmark
  public Object failsafe() {
    return failsafe.get(checked);
  }

  /** SmallRye Fault Tolerance. */
  @Benchmark
  public Object smallrye() throws Exception {
    return smallrye.call(callable);
  }
}
