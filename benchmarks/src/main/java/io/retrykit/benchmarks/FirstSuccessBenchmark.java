package io.retrykit.benchmarks;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.Operation;
import io.retrykit.policy.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does a call cost that succeeds at once? {@code java -jar benchmarks.jar FirstSuccess -prof gc} */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
public class FirstSuccessBenchmark {
  /** Whether other call sites and exception types have been through the loops before. */
  @Param({"false", "true"})
  public boolean polluted;

  private final HandWritten hand = new HandWritten(3, Exception.class, 0);
  private final RetryPolicy policy = RetryPolicy.builder()
      .name("first-success")
      .maxAttempts(3)
      .backoff(Backoff.none())
      .build();
  private final Retry retry = Retry.with(policy);
  private final Retry alone = Retry.with(policy.toBuilder().discovery(false).build());
  private final Retry deadline =
      Retry.with(policy.toBuilder().maxDuration(Duration.ofMinutes(1)).build());
  private final Operation<Object, RuntimeException> operation = this::operate;
  private final Object result = new Object();

  /** Makes the profile look like a real application's. */
  @Setup
  public void pollute() {
    if (polluted) {
      Pollution.of(retry, hand);
      Pollution.of(alone, hand);
    }
  }

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  private Object operate() {
    return result;
  }

  /** The operation alone. */
  @Benchmark
  public Object bare() {
    return operation.call();
  }

  /** The hand-written loop, driven by an equal policy object. */
  @Benchmark
  public Object handWritten() {
    return hand.call(operation);
  }

  /** Ours, with the classifier of retry-ratelimit found on the class path. */
  @Benchmark
  public Object retry() {
    return retry.call(operation);
  }

  /** Ours, without looking for any. */
  @Benchmark
  public Object retryAlone() {
    return alone.call(operation);
  }

  /** What a deadline cannot do without. */
  @Benchmark
  public Object clockAndHandWritten() {
    long start = System.nanoTime();
    Object value = hand.call(operation);
    return start == 0 ? this : value; // keeps the reading alive
  }

  /** Ours, with a maximum duration. */
  @Benchmark
  public Object retryWithDeadline() {
    return deadline.call(operation);
  }
}
