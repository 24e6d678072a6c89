package io.retrykit.benchmarks;

import static io.retrykit.benchmarks.BreakerBenchmark.REQUEST;

import dev.failsafe.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Does a call through a breaker cost the same however many calls it looks back on? One in ten fails, so that the window has to
 * be kept. {@code java -jar benchmarks.jar WindowGrowth -prof gc}
 */
@State(Scope.Thread)
@Fork(
    value = 5,
    jvmArgsAppend = {"-Xms1g", "-Xmx1g"})
public class WindowGrowthBenchmark extends NanosPerCall {
  /** How many calls. */
  @Param({"10", "100", "1000", "10000", "100000", "1000000"})
  public int window = 10;

  private final IOException failure = new IOException("on purpose");
  private final Outcome outcome = Outcome.ofFailure(failure);
  private HandWrittenRing hand = new HandWrittenRing(10, 5, false);
  private io.retrykit.circuitbreaker.CircuitBreaker breaker =
      io.retrykit.circuitbreaker.CircuitBreaker.of("breaker");
  private CircuitBreaker<Object> failsafe = BreakerBenchmark.failsafe();
  private io.github.resilience4j.circuitbreaker.CircuitBreaker resilience4j =
      io.github.resilience4j.circuitbreaker.CircuitBreaker.ofDefaults("breaker");
  private int turn;

  /** Makes the windows, and fills them. */
  @Setup
  public void fill() {
    hand = new HandWrittenRing(window, window / 2, false);
    breaker = io.retrykit.circuitbreaker.CircuitBreaker.builder("breaker")
        .countWindow(window)
        .build();
    failsafe = CircuitBreaker.builder().withFailureThreshold(window / 2, window).build();
    resilience4j = io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
        "breaker",
        CircuitBreakerConfig.custom()
            .slidingWindow(window, window, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .build());
    for (int i = 0; i < 2 * window; i++) {
      handWritten();
      breaker();
      failsafe();
      resilience4j();
    }
  }

  private boolean fails() {
    turn = turn == 9 ? 0 : turn + 1;
    return turn == 5;
  }

  /** One that refuses is measured for nothing. */
  @TearDown(Level.Iteration)
  public void check() {
    if (!hand.tryAcquire()
        || !breaker.admit(REQUEST).isGranted()
        || !failsafe.isClosed()
        || !resilience4j.tryAcquirePermission()) {
      throw new IllegalStateException("a breaker is open");
    }
  }

  /** By hand: an atomic ring. */
  @Benchmark
  public boolean handWritten() {
    boolean granted = hand.tryAcquire();
    if (fails()) {
      hand.failed();
    } else {
      hand.succeeded();
    }
    return granted;
  }

  /** Ours. */
  @Benchmark
  public boolean breaker() {
    Admission answer = breaker.admit(REQUEST);
    if (fails()) {
      breaker.failed(answer.lease(), outcome, Verdict.noOpinion(), Admission.UNKNOWN);
    } else {
      breaker.succeeded(answer.lease(), null, Admission.UNKNOWN);
    }
    return answer.isGranted();
  }

  /** Failsafe. */
  @Benchmark
  public boolean failsafe() {
    boolean granted = failsafe.tryAcquirePermit();
    if (fails()) {
      failsafe.recordFailure();
    } else {
      failsafe.recordSuccess();
    }
    return granted;
  }

  /** Resilience4j. */
  @Benchmark
  public boolean resilience4j() {
    boolean granted = resilience4j.tryAcquirePermission();
    if (fails()) {
      resilience4j.onError(0, TimeUnit.NANOSECONDS, failure);
    } else {
      resilience4j.onSuccess(0, TimeUnit.NANOSECONDS);
    }
    return granted;
  }
}
