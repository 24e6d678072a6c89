package io.retrykit.benchmarks;

import io.retrykit.Retry;
import io.retrykit.call.Operation;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.Callable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does an attempt cost as more and more of them fail, three at most for a call? An exception that leaves a call is caught
 * outside. {@code java -jar benchmarks.jar FailureRate -prof gc}
 */
@State(Scope.Thread)
public class FailureRateGrowthBenchmark extends NanosPerCall {
  private static final int TOTAL = 10_000;

  /** How many of a hundred attempts fail. */
  @Param({"0", "1", "10", "50", "90", "100"})
  public int percent;

  private final boolean[] fails = new boolean[TOTAL];
  private final IOException failure = new IOException("on purpose");
  private final Object result = new Object();
  private final Operation<Object, IOException> operation = this::operate;
  private final Callable<Object> callable = this::operate;
  private final HandWritten hand = Peers.hand();
  private final Retry retry = Retry.with(Peers.alone());
  private final io.github.resilience4j.retry.Retry resilience4j = Peers.resilience4j();
  private int attempts;

  /** The same attempts fail for everybody. */
  @Setup
  public void draw() {
    Random random = new Random(percent);
    for (int i = 0; i < TOTAL; i++) {
      fails[i] = random.nextInt(100) < percent;
    }
  }

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  private Object operate() throws IOException {
    if (fails[attempts++ % TOTAL]) {
      throw failure;
    }
    return result;
  }

  private int until(Callable<Object> call) throws Exception {
    int failed = 0;
    attempts = 0;
    while (attempts < TOTAL) {
      try {
        call.call();
      } catch (IOException exhausted) {
        failed++;
      }
    }
    return failed;
  }

  /** The hand-written loop. */
  @Benchmark
  @OperationsPerInvocation(TOTAL)
  public int handWritten() throws Exception {
    return until(() -> hand.call(operation));
  }

  /** Ours. */
  @Benchmark
  @OperationsPerInvocation(TOTAL)
  public int retry() throws Exception {
    return until(() -> retry.call(operation));
  }

  /** Resilience4j. */
  @Benchmark
  @OperationsPerInvocation(TOTAL)
  public int resilience4j() throws Exception {
    return until(() -> resilience4j.executeCallable(callable));
  }
}
