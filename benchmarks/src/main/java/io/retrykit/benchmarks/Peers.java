package io.retrykit.benchmarks;

import com.github.rholder.retry.RetryerBuilder;
import com.github.rholder.retry.StopStrategies;
import com.github.rholder.retry.WaitStrategies;
import dev.failsafe.RetryPolicyBuilder;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.retry.support.RetryTemplateBuilder;

/**
 * Equal settings for everybody: three attempts, any exception is retried, no pause. Where nothing else is possible a pause
 * of zero is slept: Failsafe and Spring 7 do so by themselves.
 */
final class Peers {
  static final int ATTEMPTS = 3;

  private Peers() {}

  static HandWritten hand() {
    return new HandWritten(ATTEMPTS, Exception.class, 0);
  }

  static RetryPolicy ours() {
    return RetryPolicy.builder()
        .name("retry")
        .maxAttempts(ATTEMPTS)
        .backoff(Backoff.none())
        .build();
  }

  /** Ours, without what is plugged in. */
  static RetryPolicy alone() {
    return ours().toBuilder().discovery(false).build();
  }

  static Retry resilience4j() {
    return Retry.of(
        "retry",
        RetryConfig.custom()
            .maxAttempts(ATTEMPTS)
            .intervalFunction(attempt -> 0L)
            .build());
  }

  static RetryPolicyBuilder<Object> failsafe() {
    return dev.failsafe.RetryPolicy.builder().withMaxAttempts(ATTEMPTS);
  }

  static org.springframework.core.retry.RetryPolicy.Builder spring7() {
    return org.springframework.core.retry.RetryPolicy.builder()
        .maxRetries(ATTEMPTS - 1)
        .delay(Duration.ZERO);
  }

  static RetryTemplateBuilder springRetry() {
    return new RetryTemplateBuilder().maxAttempts(ATTEMPTS).noBackoff().retryOn(Exception.class);
  }

  static RetryerBuilder<Object> guavaRetrying() {
    return RetryerBuilder.newBuilder()
        .retryIfException()
        .withWaitStrategy(WaitStrategies.noWait())
        .withBlockStrategy(millis -> {})
        .withStopStrategy(StopStrategies.stopAfterAttempt(ATTEMPTS));
  }

  static TypedGuard.Builder.RetryBuilder<Object> smallrye() {
    return TypedGuard.create(Object.class)
        .withRetry()
        .maxRetries(ATTEMPTS - 1)
        .delay(0, ChronoUnit.MILLIS)
        .jitter(0, ChronoUnit.MILLIS);
  }
}
