package io.retrykit.benchmarks;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.function.CheckedSupplier;
import io.github.resilience4j.retry.RetryConfig;
import io.retrykit.Retry;
import io.retrykit.call.Operation;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Does an attempt cost the same however many a call makes? For each attempt of a call whose last one succeeds. Failsafe sleeps
 * for nothing between them. {@code java -jar benchmarks.jar AttemptsGrowth -prof gc}
 */
@State(Scope.Thread)
public class AttemptsGrowthBenchmark extends NanosPerCall {
  private static final int TOTAL = 1_000_000;

  /** How many attempts a call makes. */
  @Param({"1", "10", "100", "1000", "10000", "100000", "1000000"})
  public int attempts = 1;

  private final IOException failure = new IOException("on purpose");
  private final Object result = new Object();
  private final Operation<Object, IOException> operation = this::operate;
  private final Callable<Object> callable = this::operate;
  private final CheckedSupplier<Object> checked = this::operate;
  private HandWritten hand = Peers.hand();
  private Retry retry = Retry.with(Peers.alone());
  private io.github.resilience4j.retry.Retry resilience4j = Peers.resilience4j();
  private FailsafeExecutor<Object> failsafe = Failsafe.with(Peers.failsafe().build());
  private int left;

  /** Allows as many attempts as are made. */
  @Setup
  public void allow() {
    hand = new HandWritten(attempts, Exception.class, 0);
    retry = Retry.with(Peers.alone().toBuilder().maxAttempts(attempts).build());
    resilience4j = io.github.resilience4j.retry.Retry.of(
        "retry",
        RetryConfig.custom()
            .maxAttempts(attempts)
            .intervalFunction(attempt -> 0L)
            .build());
    failsafe = Failsafe.with(Peers.failsafe().withMaxAttempts(attempts).build());
  }

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  private Object operate() throws IOException {
    if (--left > 0) {
      throw failure;
    }
    return result;
  }

  /** One call after the other, until a million attempts are made. */
  private void million(Callable<Object> call) throws Exception {
    for (int made = 0; made < TOTAL; made += attempts) {
      left = attempts;
      if (call.call() != result || left != 0) {
        throw new IllegalStateException(left + " attempts too few were made");
      }
    }
  }

  /** The hand-written loop. */
  @Benchmark
  @OperationsPerInvocation(TOTAL)
  public void handWritten() throws Exception {
    million(() -> hand.call(operation));
  }

  /** Ours. */
  @Benchmark
  @OperationsPerInvocation(TOTAL)
  public void retry() throws Exception {
    million(() -> retry.call(operation));
  }

  /** Resilience4j. */
  @Benchmark
  @OperationsPerInvocation(TOTAL)
  public void resilience4j() throws Exception {
    million(() -> resilience4j.executeCallable(callable));
  }

  /** Failsafe. */
  @Benchmark
  @OperationsPerInvocation(TOTAL)
  public void failsafe() throws Exception {
    million(() -> failsafe.get(checked));
  }
}
