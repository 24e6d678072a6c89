package io.retrykit.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one would write by hand for calls that do not block, were it written once: attempts counted, failures selected by
 * class, no pause, no stage built that is not needed.
 */
final class HandWrittenAsync {
  private final int maxAttempts;
  private final Class<? extends Throwable> retried;

  HandWrittenAsync(int maxAttempts, Class<? extends Throwable> retried) {
    this.maxAttempts = maxAttempts;
    this.retried = retried;
  }

  <T> CompletableFuture<T> call(Supplier<? extends CompletionStage<T>> operation) {
    CompletionStage<T> stage;
    try {
      stage = operation.get();
    } catch (Throwable thrown) {
      stage = CompletableFuture.failedFuture(thrown);
    }
    if (stage instanceof CompletableFuture<T> future
        && future.isDone()
        && !future.isCompletedExceptionally()) {
      return future;
    }
    CompletableFuture<T> promise = new CompletableFuture<>();
    follow(stage, promise, operation, 1);
    return promise;
  }

  private <T> void follow(
      CompletionStage<T> stage,
      CompletableFuture<T> promise,
      Supplier<? extends CompletionStage<T>> operation,
      int attempt) {
    stage.handle((result, failure) -> {
      if (failure == null) {
        return promise.complete(result);
      }
      Throwable cause = unwrap(failure);
      if (attempt >= maxAttempts || !retried.isInstance(cause)) {
        return promise.completeExceptionally(cause);
      }
      try {
        follow(operation.get(), promise, operation, attempt + 1);
      } catch (Throwable thrown) {
        promise.completeExceptionally(thrown);
      }
      return true;
    });
  }

  private static Throwable unwrap(Throwable failure) {
    @Nullable Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
