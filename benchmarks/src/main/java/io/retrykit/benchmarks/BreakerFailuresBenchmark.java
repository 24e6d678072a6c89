package io.retrykit.benchmarks;

import static io.retrykit.benchmarks.BreakerBenchmark.REQUEST;
import static io.retrykit.benchmarks.BreakerBenchmark.WINDOW;

import dev.failsafe.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a call cost where one in a hundred fails, so that the window has to be kept? Each thread fails at its own
 * hundredth. {@code java -jar benchmarks.jar BreakerFailures -t 2 -prof gc}
 */
@State(Scope.Benchmark)
public class BreakerFailuresBenchmark extends NanosPerCall {
  private final HandWrittenRing hand = new HandWrittenRing(WINDOW, WINDOW / 2, false);
  private final io.retrykit.circuitbreaker.CircuitBreaker breaker =
      io.retrykit.circuitbreaker.CircuitBreaker.of("breaker");
  private final CircuitBreaker<Object> failsafe = BreakerBenchmark.failsafe();
  private final io.github.resilience4j.circuitbreaker.CircuitBreaker resilience4j =
      BreakerBenchmark.resilience4j(SlidingWindowSynchronizationStrategy.SYNCHRONIZED);
  private final io.github.resilience4j.circuitbreaker.CircuitBreaker lockFree =
      BreakerBenchmark.resilience4j(SlidingWindowSynchronizationStrategy.LOCK_FREE);
  private final IOException failure = new IOException("on purpose");
  private final Outcome outcome = Outcome.ofFailure(failure);

  /** Tells a thread which of its calls fails. */
  @State(Scope.Thread)
  public static class Turn {
    private int turn;

    boolean fails() {
      turn = turn == WINDOW - 1 ? 0 : turn + 1;
      return turn == 0;
    }
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
  public boolean handWrittenAtomic(Turn turn) {
    boolean granted = hand.tryAcquire();
    if (turn.fails()) {
      hand.failed();
    } else {
      hand.succeeded();
    }
    return granted;
  }

  /** Ours, as the guard of a policy. */
  @Benchmark
  public boolean admit(Turn turn) {
    Admission answer = breaker.admit(REQUEST);
    if (turn.fails()) {
      breaker.failed(answer.lease(), outcome, Verdict.noOpinion(), Admission.UNKNOWN);
    } else {
      breaker.succeeded(answer.lease(), null, Admission.UNKNOWN);
    }
    return answer.isGranted();
  }

  /** Failsafe's. */
  @Benchmark
  public boolean failsafeBreaker(Turn turn) {
    boolean granted = failsafe.tryAcquirePermit();
    if (turn.fails()) {
      failsafe.recordFailure();
    } else {
      failsafe.recordSuccess();
    }
    return granted;
  }

  /** Resilience4j's default window, under a lock. */
  @Benchmark
  public boolean resilience4jBreaker(Turn turn) {
    return resilience4j(resilience4j, turn);
  }

  /** Resilience4j's other one. */
  @Benchmark
  public boolean resilience4jLockFree(Turn turn) {
    return resilience4j(lockFree, turn);
  }

  private boolean resilience4j(io.github.resilience4j.circuitbreaker.CircuitBreaker of, Turn turn) {
    boolean granted = of.tryAcquirePermission();
    if (turn.fails()) {
      of.onError(0, TimeUnit.NANOSECONDS, failure);
    } else {
      of.onSuccess(0, TimeUnit.NANOSECONDS);
    }
    return granted;
  }
}
