package io.retrykit.benchmarks;

import com.github.rholder.retry.Retryer;
import com.github.rholder.retry.StopStrategies;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import io.retrykit.Retry;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.retry.support.RetryTemplateBuilder;

/**
 * What does a call cost that succeeds at once, and has a minute for all its attempts? Whoever limits time reads a clock when
 * the call begins. Spring Retry and guava-retrying take either a time or a number of attempts: here the time. Resilience4j
 * and the AWS SDK's retries have no such limit. {@code java -jar benchmarks.jar Deadline -prof gc}
 */
@State(Scope.Thread)
public class DeadlineBenchmark extends SyncOperation {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final HandWritten hand = Peers.hand();
  private final Retry retry =
      Retry.with(Peers.ours().toBuilder().maxDuration(MINUTE).build());
  private final FailsafeExecutor<Object> failsafe =
      Failsafe.with(Peers.failsafe().withMaxDuration(MINUTE).build());
  private final RetryTemplate spring7 =
      new RetryTemplate(Peers.spring7().timeout(MINUTE).build());
  private final org.springframework.retry.support.RetryTemplate springRetry =
      new RetryTemplateBuilder()
          .withTimeout(MINUTE)
          .noBackoff()
          .retryOn(Exception.class)
          .build();
  private final Retryer<Object> guavaRetrying = com.github.rholder.retry.RetryerBuilder.newBuilder()
      .retryIfException()
      .withStopStrategy(StopStrategies.stopAfterDelay(1, TimeUnit.MINUTES))
      .build();
  private final TypedGuard<Object> smallrye =
      Peers.smallrye().maxDuration(1, ChronoUnit.MINUTES).done().build();
  private final Object result = new Object();

  @Override
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  Object operate() {
    return result;
  }

  /** What a time limit cannot do without. */
  @Benchmark
  public long clock() {
    return System.nanoTime();
  }

  /** The hand-written loop after a reading. */
  @Benchmark
  public Object handWritten() throws Exception {
    long start = System.nanoTime();
    Object value = hand.call(operation);
    return start == 0 ? this : value; // keeps the reading alive
  }

  /** Ours. */
  @Benchmark
  public Object retry() throws Exception {
    return retry.call(operation);
  }

  /** Failsafe. */
  @Benchmark
  public Object failsafe() {
    return failsafe.get(checked);
  }

  /** Spring Framework 7. */
  @Benchmark
  public Object spring7() throws Exception {
    return spring7.execute(retryable);
  }

  /** Spring Retry. */
  @Benchmark
  public Object springRetry() throws Exception {
    return springRetry.execute(callback);
  }

  /** guava-retrying. */
  @Benchmark
  public Object guavaRetrying() throws Exception {
    return guavaRetrying.call(callable);
  }

  /** SmallRye Fault Tolerance. */
  @Benchmark
  public Object smallrye() throws Exception {
    return smallrye.call(callable);
  }
}
