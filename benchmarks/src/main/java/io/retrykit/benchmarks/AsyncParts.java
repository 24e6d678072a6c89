package io.retrykit.benchmarks;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import io.github.resilience4j.retry.Retry;
import io.retrykit.async.AsyncRetry;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;

/** Equal settings for everybody: three attempts, any exception, no pause, no thread but the caller's. */
final class AsyncParts {
  static final Direct DIRECT = new Direct();

  private AsyncParts() {}

  static HandWrittenAsync hand() {
    return new HandWrittenAsync(Peers.ATTEMPTS, Exception.class);
  }

  static AsyncRetry ours() {
    return AsyncRetry.with(Peers.ours()).withExecutor(Runnable::run);
  }

  /** Ours, without what is plugged in. */
  static AsyncRetry alone() {
    return AsyncRetry.with(Peers.alone()).withExecutor(Runnable::run);
  }

  static Retry resilience4j() {
    return Peers.resilience4j();
  }

  static FailsafeExecutor<Object> failsafe() {
    return Failsafe.with(Peers.failsafe().build()).with(DIRECT);
  }

  static TypedGuard<CompletionStage<Object>> smallrye() {
    return TypedGuard.create(new TypeLiteral<CompletionStage<Object>>() {})
        .withRetry()
        .maxRetries(Peers.ATTEMPTS - 1)
        .delay(0, ChronoUnit.MILLIS)
        .jitter(0, ChronoUnit.MILLIS)
        .done()
        .build();
  }
}
