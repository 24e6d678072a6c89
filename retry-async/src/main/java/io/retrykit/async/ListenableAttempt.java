package io.retrykit.async;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import io.retrykit.loop.Discards;
import io.retrykit.policy.RetryPolicy;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An attempt in one of Guava's futures, as a stage; cancelling it cancels that. */
final class ListenableAttempt<T extends @Nullable Object> extends CompletableFuture<T>
    implements FutureCallback<T> {
  private final ListenableFuture<? extends T> attempt;
  private final RetryPolicy policy;

  private ListenableAttempt(ListenableFuture<? extends T> attempt, RetryPolicy policy) {
    this.attempt = attempt;
    this.policy = policy;
  }

  static <T extends @Nullable Object> CompletableFuture<T> of(
      @Nullable ListenableFuture<? extends T> attempt, RetryPolicy policy) {
    if (attempt == null) {
      throw new NullPointerException("the operation returned null, not a future");
    }
    ListenableAttempt<T> stage = new ListenableAttempt<>(attempt, policy);
    Futures.addCallback(attempt, stage, MoreExecutors.directExecutor());
    return stage;
  }

  @Override
  @SuppressWarnings("NullAway") // null only where the future gave null
  public void onSuccess(@Nullable T result) {
    if (!complete(result)) {
      Discards.discard(policy, result); // late: nobody waits for it
    }
  }

  @Override
  public void onFailure(Throwable failure) {
    completeExceptionally(failure);
  }

  @Override
  public boolean cancel(boolean mayInterrupt) {
    boolean cancelled = super.cancel(mayInterrupt);
    attempt.cancel(mayInterrupt);
    return cancelled;
  }
}
