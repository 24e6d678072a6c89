package io.retrykit.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import software.amazon.awssdk.retries.api.RetryToken;

/** The AWS SDK's retries around calls that do not block: a promise, and a token for each step. */
final class AwsAsyncLoop {
  private final AwsLoop loop = new AwsLoop(Peers.ATTEMPTS);

  CompletableFuture<Object> call(Supplier<CompletionStage<Object>> operation) {
    CompletableFuture<Object> promise = new CompletableFuture<>();
    attempt(operation, loop.begin(), promise);
    return promise;
  }

  private void attempt(
      Supplier<CompletionStage<Object>> operation,
      RetryToken token,
      CompletableFuture<Object> promise) {
    operation.get().handle((value, failure) -> {
      if (failure == null) {
        loop.succeeded(token);
        return promise.complete(value);
      }
      Throwable cause = failure instanceof CompletionException && failure.getCause() != null
          ? failure.getCause()
          : failure;
      RetryToken next;
      try {
        next = loop.failed(token, (Exception) cause);
      } catch (RuntimeException refused) {
        return promise.completeExceptionally(cause);
      }
      attempt(operation, next, promise);
      return true;
    });
  }
}
