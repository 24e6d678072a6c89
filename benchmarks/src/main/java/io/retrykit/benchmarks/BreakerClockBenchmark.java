package io.retrykit.benchmarks;

import static io.retrykit.benchmarks.BreakerBenchmark.REQUEST;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.guard.Admission;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a healthy call cost where a clock has to be read: for a window of ten seconds, or to see slow calls? One
 * breaker serves all threads. {@code java -jar benchmarks.jar BreakerClock -prof gc}, with {@code -t 2} for two threads.
 */
@State(Scope.Benchmark)
public class BreakerClockBenchmark extends NanosPerCall {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final CircuitBreaker timed =
      CircuitBreaker.builder("time").timeWindow(WINDOW).build();
  private final CircuitBreaker watched =
      CircuitBreaker.builder("slow").slowCalls(Duration.ofSeconds(1), 50).build();
  private final dev.failsafe.CircuitBreaker<Object> failsafe = dev.failsafe.CircuitBreaker.builder()
      .withFailureRateThreshold(50, 20, WINDOW)
      .build();
  private final io.github.resilience4j.circuitbreaker.CircuitBreaker resilience4j =
      io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
          "time",
          CircuitBreakerConfig.custom()
              .slidingWindow(10, 20, CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
              .build());

  /** A counter that no other thread touches. */
  @State(Scope.Thread)
  public static class Own {
    private final AtomicLong calls = new AtomicLong();
  }

  /** One that refuses is measured for nothing. */
  @TearDown(Level.Iteration)
  public void check() {
    if (!timed.admit(REQUEST).isGranted()
        || !watched.admit(REQUEST).isGranted()
        || !failsafe.isClosed()
        || !resilience4j.tryAcquirePermission()) {
      throw new IllegalStateException("a breaker is open");
    }
  }

  /** What a window of time cannot do without. */
  @Benchmark
  public long clock() {
    return System.nanoTime();
  }

  /** A clock reading and a count of the thread's own, by hand: no exact window of time does with less. */
  @Benchmark
  public long clockAndCount(Own own) {
    long now = System.nanoTime();
    own.calls.getAndAdd(1);
    return now;
  }

  /** What looking for slow calls reads: when it asks, and when the call begins and ends. */
  @Benchmark
  public long threeClocks() {
    long asked = System.nanoTime();
    long begun = System.nanoTime();
    return System.nanoTime() - begun + asked;
  }

  /** Ours, a window of time. */
  @Benchmark
  public boolean timeWindow() {
    Admission answer = timed.admit(REQUEST);
    timed.succeeded(answer.lease(), null, Admission.UNKNOWN);
    return answer.isGranted();
  }

  /** Ours, the last 100 calls, slow ones looked for; begin and end are read as an engine does it. */
  @Benchmark
  public boolean slowCalls() {
    Admission answer = watched.admit(REQUEST);
    long start = System.nanoTime();
    watched.succeeded(answer.lease(), null, System.nanoTime() - start);
    return answer.isGranted();
  }

  /** Failsafe's window of time. */
  @Benchmark
  public boolean failsafeBreaker() {
    boolean granted = failsafe.tryAcquirePermit();
    failsafe.recordSuccess();
    return granted;
  }

  /** Resilience4j's window of time. */
  @Benchmark
  public boolean resilience4jBreaker() {
    boolean granted = resilience4j.tryAcquirePermission();
    resilience4j.onSuccess(0, TimeUnit.NANOSECONDS);
    return granted;
  }
}
