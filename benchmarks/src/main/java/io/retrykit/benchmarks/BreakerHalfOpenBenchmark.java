package io.retrykit.benchmarks;

import static io.retrykit.benchmarks.BreakerBenchmark.REQUEST;

import dev.failsafe.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.retrykit.circuitbreaker.CircuitState;
import io.retrykit.guard.Admission;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a whole turn cost: opened and half-opened by hand, ten probes let through that succeed, an eleventh refused, closed?
 * SmallRye's cannot be moved by hand. {@code java -jar benchmarks.jar BreakerHalfOpen -prof gc}
 */
@State(Scope.Thread)
public class BreakerHalfOpenBenchmark extends NanosPerCall {
  private static final int PROBES = 10;

  private final io.retrykit.circuitbreaker.CircuitBreaker breaker =
      io.retrykit.circuitbreaker.CircuitBreaker.builder("breaker")
          .probes(PROBES)
          .build();
  private final CircuitBreaker<Object> failsafe =
      CircuitBreaker.builder().withSuccessThreshold(PROBES).build();
  private final io.github.resilience4j.circuitbreaker.CircuitBreaker resilience4j =
      io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
          "breaker",
          CircuitBreakerConfig.custom()
              .slidingWindowSize(BreakerBenchmark.WINDOW)
              .permittedNumberOfCallsInHalfOpenState(PROBES)
              .build());
  private final Admission[] probes = new Admission[PROBES];

  /** One that does not close is measured for nothing. */
  @TearDown
  public void check() {
    breaker();
    if (breaker.state() != CircuitState.CLOSED) {
      throw new IllegalStateException("the breaker is " + breaker.state());
    }
  }

  private static void expect(boolean expected, boolean granted) {
    if (granted != expected) {
      throw new IllegalStateException("a probe was " + (granted ? "granted" : "refused"));
    }
  }

  /** Ours. */
  @Benchmark
  public Object breaker() {
    breaker.open();
    breaker.halfOpen();
    for (int i = 0; i < PROBES; i++) {
      probes[i] = breaker.admit(REQUEST);
      expect(true, probes[i].isGranted());
    }
    expect(false, breaker.admit(REQUEST).isGranted());
    for (Admission probe : probes) {
      breaker.succeeded(probe.lease(), null, Admission.UNKNOWN);
    }
    return breaker.state();
  }

  /** Failsafe. */
  @Benchmark
  public Object failsafe() {
    failsafe.open();
    failsafe.halfOpen();
    for (int i = 0; i < PROBES; i++) {
      expect(true, failsafe.tryAcquirePermit());
    }
    expect(false, failsafe.tryAcquirePermit());
    for (int i = 0; i < PROBES; i++) {
      failsafe.recordSuccess();
    }
    return failsafe.getState();
  }

  /** Resilience4j. */
  @Benchmark
  public Object resilience4j() {
    resilience4j.transitionToOpenState();
    resilience4j.transitionToHalfOpenState();
    for (int i = 0; i < PROBES; i++) {
      expect(true, resilience4j.tryAcquirePermission());
    }
    expect(false, resilience4j.tryAcquirePermission());
    for (int i = 0; i < PROBES; i++) {
      resilience4j.onSuccess(0, TimeUnit.NANOSECONDS);
    }
    return resilience4j.getState();
  }
}
