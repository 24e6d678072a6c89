package io.retrykit.benchmarks;

import com.github.rholder.retry.Attempt;
import com.github.rholder.retry.Retryer;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import io.retrykit.Retry;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryListener;
import io.smallrye.faulttolerance.api.TypedGuard;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;

/**
 * What does a call cost that succeeds at once, of which a listener hears that counts? Resilience4j tells nobody of a first
 * success, and the AWS SDK's retries know no listeners. {@code java -jar benchmarks.jar Listener -prof gc}
 */
@State(Scope.Thread)
public class ListenerBenchmark extends SyncOperation {
  private final Object result = new Object();
  private long calls;
  private long heard;
  private boolean isDeaf;
  private final HandWritten hand = Peers.hand();
  private final Retry retry =
      Retry.with(Peers.ours().toBuilder().listener(event -> heard++).build());
  private final Retry failuresOnly =
      Retry.with(Peers.ours().toBuilder().listener(new FailuresOnly()).build());
  private final FailsafeExecutor<Object> failsafe =
      Failsafe.with(Peers.failsafe().onSuccess(event -> heard++).build());
  private final RetryTemplate spring7 = listened();
  private final org.springframework.retry.support.RetryTemplate springRetry =
      Peers.springRetry().withListener(new SpringRetryListener()).build();
  private final Retryer<Object> guavaRetrying =
      Peers.guavaRetrying().withRetryListener(new GuavaListener()).build();
  private final TypedGuard<Object> smallrye =
      Peers.smallrye().onSuccess(() -> heard++).done().build();

  private static final class FailuresOnly implements RetryListener {
    @Override
    public void onEvent(RetryEvent event) {
      throw new IllegalStateException("heard of " + event);
    }

    @Override
    public boolean wants(RetryEvent.Type type) {
      return type == RetryEvent.Type.FAILED;
    }
  }

  private final class SpringRetryListener implements org.springframework.retry.RetryListener {
    @Override
    public <T, E extends Throwable> void onSuccess(
        RetryContext context, RetryCallback<T, E> operation, T value) {
      heard++;
    }
  }

  private final class GuavaListener implements com.github.rholder.retry.RetryListener {
    @Override
    public <V> void onRetry(Attempt<V> attempt) {
      heard++;
    }
  }

  private RetryTemplate listened() {
    RetryTemplate template = new RetryTemplate(Peers.spring7().build());
    template.setRetryListener(new org.springframework.core.retry.RetryListener() {
      @Override
      public void onRetryableExecution(
          RetryPolicy policy,
          org.springframework.core.retry.Retryable<?> operation,
          RetryState state) {
        heard++;
      }
    });
    return template;
  }

  @Override
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  Object operate() {
    calls++;
    return result;
  }

  /** One that did not hear of each is measured for nothing. */
  @TearDown
  public void check() {
    if (heard != (isDeaf ? 0 : calls)) {
      throw new IllegalStateException("the listener heard of " + heard + " of " + calls + " calls");
    }
  }

  /** The hand-written loop, and a count. */
  @Benchmark
  public Object handWritten() throws Exception {
    Object value = hand.call(operation);
    heard++;
    return value;
  }

  /** Ours: an event for each call. */
  @Benchmark
  public Object retry() throws Exception {
    return retry.call(operation);
  }

  /** Ours, with a listener that wants to hear of failures only. */
  @Benchmark
  public Object retryFailuresOnly() throws Exception {
    isDeaf = true;
    return failuresOnly.call(operation);
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
