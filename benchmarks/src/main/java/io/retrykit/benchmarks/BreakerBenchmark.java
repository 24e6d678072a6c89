package io.retrykit.benchmarks;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.function.CheckedSupplier;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.retrykit.call.Operation;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.Nanos;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a healthy call cost, asked for and told of as a success? The last 100 calls are looked at, none of which
 * failed; one breaker serves all threads. {@code java -jar benchmarks.jar '\.Breaker' -prof gc}, with {@code -t 2} for two.
 */
@State(Scope.Benchmark)
public class BreakerBenchmark extends NanosPerCall {
  static final int WINDOW = 100;
  static final AdmissionRequest REQUEST = AdmissionRequest.first("breaker", 1, Nanos.FOREVER);

  private final HandWrittenRing quiet = new HandWrittenRing(WINDOW, WINDOW / 2, true);
  private final HandWrittenRing atomic = new HandWrittenRing(WINDOW, WINDOW / 2, false);
  private final io.retrykit.circuitbreaker.CircuitBreaker breaker =
      io.retrykit.circuitbreaker.CircuitBreaker.of("breaker");
  private final CircuitBreaker<Object> failsafe = failsafe();
  private final io.github.resilience4j.circuitbreaker.CircuitBreaker resilience4j =
      resilience4j(SlidingWindowSynchronizationStrategy.SYNCHRONIZED);
  private final io.github.resilience4j.circuitbreaker.CircuitBreaker lockFree =
      resilience4j(SlidingWindowSynchronizationStrategy.LOCK_FREE);
  private final FailsafeExecutor<Object> failsafeCalls = Failsafe.with(failsafe);
  private final TypedGuard<Object> smallrye = TypedGuard.create(Object.class)
      .withCircuitBreaker()
      .requestVolumeThreshold(WINDOW)
      .failureRatio(0.5)
      .done()
      .build();
  private final Object result = new Object();
  private final Operation<Object, RuntimeException> operation = this::operate;
  private final CheckedSupplier<Object> checked = this::operate;
  private final Supplier<Object> supplier = this::operate;
  private final Callable<Object> callable = this::operate;

  static CircuitBreaker<Object> failsafe() {
    return CircuitBreaker.builder().withFailureThreshold(WINDOW / 2, WINDOW).build();
  }

  static io.github.resilience4j.circuitbreaker.CircuitBreaker resilience4j(
      SlidingWindowSynchronizationStrategy strategy) {
    return io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
        "breaker",
        CircuitBreakerConfig.custom()
            .slidingWindow(
                WINDOW, WINDOW, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED, strategy)
            .build());
  }

  /** Windows are full from the start. */
  @Setup
  public void fill() throws Exception {
    for (int i = 0; i < 2 * WINDOW; i++) {
      admit();
      failsafeBreaker();
      resilience4jBreaker();
      resilience4jLockFree();
      smallryeCall();
    }
  }

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  private Object operate() {
    return result;
  }

  /** One that refuses is measured for nothing. */
  @TearDown(Level.Iteration)
  public void check() {
    if (!quiet.tryAcquire()
        || !atomic.tryAcquire()
        || !breaker.admit(REQUEST).isGranted()
        || !failsafe.isClosed()
        || !resilience4j.tryAcquirePermission()) {
      throw new IllegalStateException("a breaker is open");
    }
  }

  /** By hand: a success that changes nothing only looks. */
  @Benchmark
  public boolean handWrittenQuiet() {
    boolean granted = quiet.tryAcquire();
    quiet.succeeded();
    return granted;
  }

  /** By hand: every outcome goes into an atomic ring. */
  @Benchmark
  public boolean handWrittenAtomic() {
    boolean granted = atomic.tryAcquire();
    atomic.succeeded();
    return granted;
  }

  /** Ours, as the guard of a policy. */
  @Benchmark
  public boolean admit() {
    Admission answer = breaker.admit(REQUEST);
    breaker.succeeded(answer.lease(), result, Admission.UNKNOWN);
    return answer.isGranted();
  }

  /** By hand, with an operation: a quiet ring around it. */
  @Benchmark
  public Object handWrittenQuietCall() {
    return quiet.call(operation);
  }

  /** Ours, by itself, with an operation. */
  @Benchmark
  public Object call() {
    return breaker.call(operation);
  }

  /** What the operation takes. */
  @Benchmark
  public Object bare() {
    return operation.call();
  }

  /** Failsafe's. */
  @Benchmark
  public boolean failsafeBreaker() {
    boolean granted = failsafe.tryAcquirePermit();
    failsafe.recordSuccess();
    return granted;
  }

  /** Resilience4j's default window, under a lock. */
  @Benchmark
  public boolean resilience4jBreaker() {
    boolean granted = resilience4j.tryAcquirePermission();
    resilience4j.onSuccess(0, TimeUnit.NANOSECONDS);
    return granted;
  }

  /** Resilience4j's other one. */
  @Benchmark
  public boolean resilience4jLockFree() {
    boolean granted = lockFree.tryAcquirePermission();
    lockFree.onSuccess(0, TimeUnit.NANOSECONDS);
    return granted;
  }

  /** Failsafe, with an operation. */
  @Benchmark
  public Object failsafeCall() {
    return failsafeCalls.get(checked);
  }

  /** Resilience4j, with an operation. */
  @Benchmark
  public Object resilience4jCall() {
    return resilience4j.executeSupplier(supplier);
  }

  /** SmallRye Fault Tolerance, with an operation. */
  @Benchmark
  public Object smallryeCall() throws Exception {
    return smallrye.call(callable);
  }
}
