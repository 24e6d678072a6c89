package io.retrykit.benchmarks;

import static io.retrykit.benchmarks.BreakerBenchmark.REQUEST;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.function.CheckedSupplier;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.retrykit.call.Operation;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does a refusal cost, while the breaker is open: a question asked, and a call that ends with an exception? An open breaker
 * reads a clock to see whether its time is over. SmallRye's cannot be opened by hand. {@code java -jar benchmarks.jar
 * BreakerOpen -prof gc}, with {@code -t 2} for two threads.
 */
@State(Scope.Benchmark)
public class BreakerOpenBenchmark extends NanosPerCall {
  private final io.retrykit.circuitbreaker.CircuitBreaker breaker =
      io.retrykit.circuitbreaker.CircuitBreaker.builder("breaker")
          .openTime(java.time.Duration.ofHours(1))
          .build();
  private final CircuitBreaker<Object> failsafe =
      CircuitBreaker.builder().withDelay(java.time.Duration.ofHours(1)).build();
  private final FailsafeExecutor<Object> failsafeCalls = Failsafe.with(failsafe);
  private final io.github.resilience4j.circuitbreaker.CircuitBreaker resilience4j =
      BreakerBenchmark.resilience4j(SlidingWindowSynchronizationStrategy.SYNCHRONIZED);
  private final Operation<Object, RuntimeException> operation = this::operate;
  private final CheckedSupplier<Object> checked = this::operate;
  private final Supplier<Object> supplier = this::operate;
  private volatile long handOpenUntil = Long.MAX_VALUE;

  private Object operate() {
    throw new IllegalStateException("an open breaker let a call through");
  }

  /** All are open for longer than the iteration takes. */
  @Setup(Level.Iteration)
  public void open() {
    handOpenUntil = System.nanoTime() + 3_600_000_000_000L;
    breaker.open();
    failsafe.open();
    resilience4j.transitionToClosedState();
    resilience4j.transitionToOpenState();
    if (admit() || failsafe() || resilience4j()) {
      throw new IllegalStateException("an open breaker grants");
    }
  }

  /** By hand: an end, and a clock reading. */
  @Benchmark
  public boolean handWritten() {
    return System.nanoTime() - handOpenUntil >= 0;
  }

  /** Ours, as the guard of a policy: the answer tells when to ask again. */
  @Benchmark
  public boolean admit() {
    return breaker.admit(REQUEST).isGranted();
  }

  /** Failsafe. */
  @Benchmark
  public boolean failsafe() {
    return failsafe.tryAcquirePermit();
  }

  /** Resilience4j. */
  @Benchmark
  public boolean resilience4j() {
    return resilience4j.tryAcquirePermission();
  }

  /** Ours, with an exception. */
  @Benchmark
  public Object call() {
    try {
      return breaker.call(operation);
    } catch (io.retrykit.circuitbreaker.CircuitOpenException refused) {
      return refused;
    }
  }

  /** Failsafe, with an exception. */
  @Benchmark
  public Object failsafeCall() {
    try {
      return failsafeCalls.get(checked);
    } catch (dev.failsafe.CircuitBreakerOpenException refused) {
      return refused;
    }
  }

  /** Resilience4j, with an exception. */
  @Benchmark
  public Object resilience4jCall() {
    try {
      return resilience4j.executeSupplier(supplier);
    } catch (io.github.resilience4j.circuitbreaker.CallNotPermittedException refused) {
      return refused;
    }
  }
}
