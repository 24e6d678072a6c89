package io.retrykit.benchmarks;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.retrykit.Retry;
import io.retrykit.call.Operation;
import io.retrykit.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.util.Collections;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Does a call cost the same however many virtual threads make calls through one retry with one breaker in it? Each yields in
 * its operation, so that they take turns; every tenth first attempt fails. Needs JDK 21; time on the wall counts, as the work is
 * that of other threads. {@code java -jar benchmarks.jar CallersGrowth}
 */
@State(Scope.Benchmark)
public class CallersGrowthBenchmark extends NanosPerCall {
  private static final int TOTAL = 100_000;
  private static final int TEN = 10;

  /** How many call at once. */
  @Param({"1", "10", "100", "1000", "10000"})
  public int callers = 1;

  private final ExecutorService threads = virtualThreads();
  private final HandWritten hand = Peers.hand();
  private final HandWrittenRing handRing = new HandWrittenRing(100, 50, false);
  private final Retry retry =
      Retry.with(Peers.alone().toBuilder().guard(CircuitBreaker.of("breaker")).build());
  private final io.github.resilience4j.retry.Retry resilience4j = Peers.resilience4j();
  private final io.github.resilience4j.circuitbreaker.CircuitBreaker resilience4jBreaker =
      BreakerBenchmark.resilience4j(SlidingWindowSynchronizationStrategy.SYNCHRONIZED);
  private final FailsafeExecutor<Object> failsafe =
      Failsafe.with(Peers.failsafe().build(), BreakerBenchmark.failsafe());
  private final IllegalStateException failure = new IllegalStateException("on purpose");

  private static ExecutorService virtualThreads() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException older) {
      throw new IllegalStateException("virtual threads need JDK 21", older);
    }
  }

  /** Ends the threads. */
  @TearDown
  public void end() {
    threads.shutdownNow();
  }

  /** What one caller calls; each draws for itself, so that they do not fail together. */
  private final class Caller implements Operation<Object, RuntimeException>, Callable<Object> {
    private final SplittableRandom random;
    private boolean failed;
    private int attempts;

    Caller(int number) {
      this.random = new SplittableRandom(number);
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // so that they take turns
    public Object call() {
      Thread.yield();
      attempts++;
      failed = !failed && random.nextInt(TEN) == 0;
      if (failed) {
        throw failure;
      }
      return this;
    }
  }

  /** Makes one call. */
  private interface Way {
    Object call(Caller caller) throws Exception;
  }

  private long all(Way way) throws Exception {
    LongAdder made = new LongAdder();
    AtomicInteger begun = new AtomicInteger();
    Callable<Object> task = () -> {
      Caller caller = new Caller(begun.getAndIncrement());
      for (int i = 0; i < TOTAL / callers; i++) {
        way.call(caller);
      }
      made.add(caller.attempts);
      return caller;
    };
    for (var done : threads.invokeAll(Collections.nCopies(callers, task))) {
      done.get();
    }
    if (made.sum() < TOTAL) {
      throw new IOException(made + " attempts were made, of " + TOTAL + " at least");
    }
    return made.sum();
  }

  /** A loop and an atomic ring by hand. */
  @Benchmark
  @OperationsPerInvocation(TOTAL)
  public long handWritten() throws Exception {
    return all(caller -> hand.call(() -> handRing.call(caller)));
  }

  /** Ours. */
  @Benchmark
  @OperationsPerInvocation(TOTAL)
  public long retry() throws Exception {
    return all(caller -> retry.call((Operation<Object, RuntimeException>) caller));
  }

  /** Resilience4j. */
  @Benchmark
  @OperationsPerInvocation(TOTAL)
  public long resilience4j() throws Exception {
    return all(caller -> resilience4j.executeCallable(
        () -> resilience4jBreaker.executeCallable((Callable<Object>) caller)));
  }

  /** Failsafe. */
  @Benchmark
  @OperationsPerInvocation(TOTAL)
  public long failsafe() throws Exception {
    return all(caller -> failsafe.get(caller::call));
  }
}
