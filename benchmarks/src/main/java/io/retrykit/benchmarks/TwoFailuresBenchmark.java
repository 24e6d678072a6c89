package io.retrykit.benchmarks;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.Operation;
import io.retrykit.policy.RetryPolicy;
import java.io.IOException;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a call cost that fails twice and then succeeds, without pauses? The operation is not inlined, as a real one
 * is not, so every failure unwinds frames. {@code java -jar benchmarks.jar TwoFailures -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
public class TwoFailuresBenchmark {
  /** Whether other call sites and exception types have been through the loops before. */
  @Param({"false", "true"})
  public boolean polluted;

  private final HandWritten hand = new HandWritten(3, Exception.class, 0);
  private final RetryPolicy policy = RetryPolicy.builder()
      .name("two-failures")
      .maxAttempts(3)
      .backoff(Backoff.none())
      .build();
  private final Retry retry = Retry.with(policy);
  private final Retry alone = Retry.with(policy.toBuilder().discovery(false).build());
  private final Operation<Object, IOException> operation = this::operate;
  private final IOException failure = new IOException("on purpose");
  private final Object result = new Object();
  private long attempts;
  private long calls;

  /** Makes the profile look like a real application's. */
  @Setup
  public void pollute() {
    if (polluted) {
      Pollution.of(retry, hand);
      Pollution.of(alone, hand);
    }
  }

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  private Object operate() throws IOException {
    if (++attempts % 3 != 0) {
      throw failure;
    }
    return result;
  }

  /** The hand-written loop, driven by an equal policy object. */
  @Benchmark
  public Object handWritten() throws IOException {
    calls++;
    return hand.call(operation);
  }

  /** Ours, with the classifier of retry-ratelimit found on the class path, which looks at both failures. */
  @Benchmark
  public Object retry() throws IOException {
    calls++;
    return retry.call(operation);
  }

  /** Ours, without looking for any. */
  @Benchmark
  public Object retryAlone() throws IOException {
    calls++;
    return alone.call(operation);
  }

  /** A loop that makes more or fewer attempts than it should is measured for nothing. */
  @TearDown
  public void check() {
    if (attempts != 3 * calls) {
      throw new IllegalStateException(
          calls + " calls made " + attempts + " attempts, not three each");
    }
  }
}
