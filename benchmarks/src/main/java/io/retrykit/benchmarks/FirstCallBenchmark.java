package io.retrykit.benchmarks;

import dev.failsafe.Failsafe;
import io.retrykit.Retry;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.core.retry.RetryTemplate;

/**
 * How long does the first call of a JVM take: classes loaded, a policy and a retry made, one call that succeeds, at once or at
 * its second attempt? Each fork counts once. {@code java -jar benchmarks.jar FirstCall -f 11}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(11)
public class FirstCallBenchmark {
  /** How many attempts fail before one succeeds. */
  @Param({"0", "1"})
  public int failures;

  private final Object result = new Object();
  private int attempts;

  private Object operate() throws IOException {
    if (attempts++ < failures) {
      throw new IOException("on purpose");
    }
    return result;
  }

  /** A loop that makes more or fewer attempts than it should is measured for nothing. */
  @TearDown
  public void check() {
    if (attempts != failures + 1) {
      throw new IllegalStateException(attempts + " attempts, not " + (failures + 1));
    }
  }

  /** By hand: the class that is loaded is the one of the loop. */
  @Benchmark
  public Object handWritten() throws IOException {
    return Peers.hand().call(this::operate);
  }

  /** Ours, with what it finds on the class path. */
  @Benchmark
  public Object retry() throws IOException {
    return Retry.with(Peers.ours()).call(this::operate);
  }

  /** Ours, without looking for any. */
  @Benchmark
  public Object retryAlone() throws IOException {
    return Retry.with(Peers.alone()).call(this::operate);
  }

  /** Resilience4j. */
  @Benchmark
  public Object resilience4j() throws Exception {
    return Peers.resilience4j().executeCallable(this::operate);
  }

  /** Failsafe. */
  @Benchmark
  public Object failsafe() {
    return Failsafe.with(Peers.failsafe().build()).get(this::operate);
  }

  /** Spring Framework 7. */
  @Benchmark
  public Object spring7() throws Exception {
    return new RetryTemplate(Peers.spring7().build()).execute(this::operate);
  }

  /** Spring Retry. */
  @Benchmark
  public Object springRetry() throws IOException {
    return Peers.springRetry().build().execute(context -> operate());
  }

  /** guava-retrying. */
  @Benchmark
  public Object guavaRetrying() throws Exception {
    return Peers.guavaRetrying().build().call(this::operate);
  }

  /** SmallRye Fault Tolerance. */
  @Benchmark
  public Object smallrye() throws Exception {
    return Peers.smallrye().done().build().call(this::operate);
  }

  /** The AWS SDK's retries. */
  @Benchmark
  public Object aws() {
    return new AwsLoop(Peers.ATTEMPTS).call(this::operate);
  }
}
