package io.retrykit.benchmarks;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.retrykit.async.AsyncRetry;
import io.retrykit.backoff.Backoff;
import java.time.Duration;

/** Equal settings for everybody: three attempts, any exception, no pause, no thread but the caller's. */
final class AsyncParts {
  static final Direct DIRECT = new Direct();

  private AsyncParts() {}

  static HandWrittenAsync hand() {
    return new HandWrittenAsync(3, Exception.class);
  }

  static AsyncRetry ours() {
    return AsyncRetry.with(io.retrykit.policy.RetryPolicy.builder()
            .name("async")
            .maxAttempts(3)
            .backoff(Backoff.none())
            .build())
        .withExecutor(Runnable::run);
  }

  /** Ours, without what is plugged in. */
  static AsyncRetry alone() {
    return AsyncRetry.with(ours().policy().toBuilder().discovery(false).build())
        .withExecutor(Runnable::run);
  }

  static Retry resilience4j() {
    return Retry.of(
        "async",
        RetryConfig.custom()
            .maxAttempts(3)
            .intervalFunction(IntervalFunction.of(Duration.ofMillis(1)))
            .build());
  }

  static FailsafeExecutor<Object> failsafe() {
    return Failsafe.with(RetryPolicy.builder().withMaxAttempts(3).build()).with(DIRECT);
  }
}
