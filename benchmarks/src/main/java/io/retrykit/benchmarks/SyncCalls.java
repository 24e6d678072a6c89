package io.retrykit.benchmarks;

import com.github.rholder.retry.Retryer;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import io.retrykit.Retry;
import io.smallrye.faulttolerance.api.TypedGuard;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.springframework.core.retry.RetryTemplate;

/** One operation, called by the hand-written loop, by ours and by all peers, with the settings of {@link Peers}. */
@State(Scope.Thread)
public abstract class SyncCalls extends SyncOperation {
  /** Whether other call sites and exception types have been through the loops before. */
  @Param({"false", "true"})
  public boolean polluted;

  private final HandWritten hand = Peers.hand();
  private final Retry retry = Retry.with(Peers.ours());
  private final Retry alone = Retry.with(Peers.alone());
  private final io.github.resilience4j.retry.Retry resilience4j = Peers.resilience4j();
  private final FailsafeExecutor<Object> failsafe =
      Failsafe.with(Peers.failsafe().build());
  private final RetryTemplate spring7 = new RetryTemplate(Peers.spring7().build());
  private final org.springframework.retry.support.RetryTemplate springRetry =
      Peers.springRetry().build();
  private final Retryer<Object> guavaRetrying = Peers.guavaRetrying().build();
  private final TypedGuard<Object> smallrye = Peers.smallrye().done().build();
  private final AwsLoop aws = new AwsLoop(Peers.ATTEMPTS);

  /** Makes the profile of the one that is measured look like a real application's. */
  @Setup
  public void pollute(BenchmarkParams measured) throws Exception {
    if (polluted) {
      Pollution.of(polluter(measured.getBenchmark().replaceAll(".*\\.", "")));
    }
  }

  private Pollution.Caller polluter(String name) {
    return switch (name) {
      case "bare" -> operation -> "nobody is around it";
      case "handWritten" -> hand::call;
      case "retry" -> retry::call;
      case "retryAlone" -> alone::call;
      case "resilience4j" -> resilience4j::executeCallable;
      case "failsafe" -> failsafe::get;
      case "spring7" -> spring7::execute;
      case "springRetry" -> springRetry::execute;
      case "guavaRetrying" -> guavaRetrying::call;
      case "smallrye" -> smallrye::call;
      case "aws" -> aws::call;
      default -> throw new IllegalArgumentException("nobody is called " + name);
    };
  }

  /** Counts the calls, where the attempts of a call have to be checked. */
  void begin() {}

  /** The hand-written loop, driven by an equal policy object. */
  @Benchmark
  public Object handWritten() throws Exception {
    begin();
    return hand.call(operation);
  }

  /** Ours, with the classifier of retry-ratelimit found on the class path. */
  @Benchmark
  public Object retry() throws Exception {
    begin();
    return retry.call(operation);
  }

  /** Ours, without looking for any. */
  @Benchmark
  public Object retryAlone() throws Exception {
    begin();
    return alone.call(operation);
  }

  /** Resilience4j. */
  @Benchmark
  public Object resilience4j() throws Exception {
    begin();
    return resilience4j.executeCallable(callable);
  }

  /** Failsafe. */
  @Benchmark
  public Object failsafe() {
    begin();
    return failsafe.get(checked);
  }

  /** Spring Framework 7. */
  @Benchmark
  public Object spring7() throws Exception {
    begin();
    return spring7.execute(retryable);
  }

  /** Spring Retry. */
  @Benchmark
  public Object springRetry() throws Exception {
    begin();
    return springRetry.execute(callback);
  }

  /** guava-retrying. */
  @Benchmark
  public Object guavaRetrying() throws Exception {
    begin();
    return guavaRetrying.call(callable);
  }

  /** SmallRye Fault Tolerance. */
  @Benchmark
  public Object smallrye() throws Exception {
    begin();
    return smallrye.call(callable);
  }

  /** The AWS SDK's retries. */
  @Benchmark
  public Object aws() {
    begin();
    return aws.call(callable);
  }
}
