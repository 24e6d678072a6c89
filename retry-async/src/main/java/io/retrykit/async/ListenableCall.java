package io.retrykit.async;

import com.google.common.util.concurrent.AbstractFuture;
import com.google.common.util.concurrent.FluentFuture;
import io.retrykit.failure.Causes;
import io.retrykit.loop.Discards;
import io.retrykit.policy.RetryPolicy;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call, as one of Guava's futures; cancelling it cancels the call. */
final class ListenableCall<T extends @Nullable Object> extends AbstractFuture<T> {
  private final CompletableFuture<T> call;
  private final RetryPolicy policy;

  private ListenableCall(CompletableFuture<T> call, RetryPolicy policy) {
    this.call = call;
    this.policy = policy;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what it calls does not throw
  static <T extends @Nullable Object> FluentFuture<T> of(
      CompletableFuture<T> call, RetryPolicy policy) {
    ListenableCall<T> listenable = new ListenableCall<>(call, policy);
    call.handle(listenable::ended);
    return FluentFuture.from(listenable);
  }

  private boolean ended(T result, @Nullable Throwable failure) {
    if (failure == null) {
      boolean taken = set(result);
      if (!taken) {
        Discards.discard(policy, result);
      }
      return taken;
    }
    return failure instanceof CancellationException
        ? cancel(false)
        : setException(Causes.unwrap(failure));
  }

  @Override
  protected void afterDone() {
    if (isCancelled()) {
      call.cancel(wasInterrupted());
    }
  }

  @Override
  protected @Nullable String pendingToString() {
    return call.toString();
  }
}
