package io.retrykit.async;

import io.retrykit.call.Operation;
import io.retrykit.loop.Discards;
import io.retrykit.loop.Nesting;
import io.retrykit.loop.Watch;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ContextProvider;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an operation that blocks a thread of an executor. Cancelling it interrupts that thread, if it may, and
 * only as long as the operation is on it.
 */
final class Blocking<T extends @Nullable Object> extends CompletableFuture<T> implements Runnable {
  private final Operation<? extends T, ?> operation;
  private final RetryPolicy policy;
  private final ContextProvider.@Nullable Captured @Nullable [] context;
  private final @Nullable Object[] inside; // of what it was begun
  private volatile @Nullable Watch watch; // on the thread it runs on

  /** Makes an attempt that takes along what hangs on the calling thread. */
  Blocking(Operation<? extends T, ?> operation, Engine engine) {
    this.operation = operation;
    this.policy = engine.policy();
    this.context = engine.contexts.capture();
    this.inside = Nesting.here();
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
    @Nullable Object[] place = Nesting.place();
    Object before = Nesting.goOn(place, inside);
    ContextProvider.@Nullable Scope[] scopes = Contexts.restore(context);
    try {
      result = operation.call();
    } catch (Throwable thrown) {
      failure = thrown;
    } finally {
      Contexts.close(scopes);
      Nesting.leave(place, before);
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
