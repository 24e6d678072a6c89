package io.retrykit.async;

import io.retrykit.call.Operation;
import io.retrykit.loop.Discards;
import io.retrykit.loop.Watch;
import io.retrykit.policy.RetryPolicy;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an operation that blocks a thread of an executor. Cancelling it interrupts that thread, if it may, and
 * only as long as the operation is on it.
 */
final class Blocking<T extends @Nullable Object> extends CompletableFuture<T> implements Runnable {
  private final Operation<? extends T, ?> operation;
  private final RetryPolicy policy;
  private volatile @Nullable Watch watch; // on the thread it runs on

  Blocking(Operation<? extends T, ?> operation, RetryPolicy policy) {
    this.operation = operation;
    this.policy = policy;
  }

  @Override
  public void run() {
    Watch own = new Watch(null);
    watch = own; // before the look below: who cancels looks for it after that
    if (isDone()) {
      own.end();
      watch = null;
      return; // cancelled before it had begun
    }
    @Nullable T result = null;
    @Nullable Throwable failure = null;
    try {
      result = operation.call();
    } catch (Throwable thrown) {
      failure = thrown;
    }
    boolean interrupted = own.end();
    watch = null;
    if (failure == null) {
      end(result);
    } else {
      if (failure instanceof InterruptedException && !interrupted) {
        Thread.currentThread().interrupt(); // somebody else's: whoever runs this thread must see it
      }
      completeExceptionally(failure);
    }
  }

  @SuppressWarnings("NullAway") // the very result that came in
  private void end(@Nullable T result) {
    if (!complete(result)) {
      Discards.discard(policy, result);
    }
  }

  /** Cancels the attempt; interrupts the thread it runs on, if it may. */
  @Override
  public boolean cancel(boolean mayInterrupt) {
    boolean cancelled = super.cancel(mayInterrupt);
    Watch running = watch;
    if (mayInterrupt && running != null) {
      running.run();
    }
    return cancelled;
  }
}
