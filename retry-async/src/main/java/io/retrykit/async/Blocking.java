package io.retrykit.async;

import io.retrykit.call.Operation;
import io.retrykit.loop.Discards;
import io.retrykit.policy.RetryPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an operation that blocks a thread of an executor. Cancelling it interrupts that thread, if it may, and
 * only as long as the operation is on it: canceller and operation race for one word, and an operation that lost waits
 * until the interrupt has arrived and takes it off again.
 */
final class Blocking<T extends @Nullable Object> extends CompletableFuture<T> implements Runnable {
  private static final int WAITING = 0;
  private static final int RUNNING = 1;
  private static final int ENDED = 2;
  private static final int INTERRUPTING = 3;
  private static final int INTERRUPTED = 4;

  private final Operation<? extends T, ?> operation;
  private final RetryPolicy policy;
  private final AtomicInteger stage = new AtomicInteger();
  private volatile @Nullable Thread runner;

  Blocking(Operation<? extends T, ?> operation, RetryPolicy policy) {
    this.operation = operation;
    this.policy = policy;
  }

  @Override
  public void run() {
    runner = Thread.currentThread();
    if (!stage.compareAndSet(WAITING, RUNNING)) {
      return; // cancelled before it had begun
    }
    @Nullable T result = null;
    @Nullable Throwable failure = null;
    try {
      result = operation.call();
    } catch (Throwable thrown) {
      failure = thrown;
    }
    boolean interrupted = hasEndedInterrupted();
    runner = null;
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

  /** The operation is off this thread; tells whether we have interrupted it. */
  private boolean hasEndedInterrupted() {
    if (stage.compareAndSet(RUNNING, ENDED)) {
      return false;
    }
    while (stage.get() == INTERRUPTING) {
      Thread.onSpinWait();
    }
    return Thread.interrupted();
  }

  /** Cancels the attempt; interrupts the thread it runs on, if it may. */
  @Override
  public boolean cancel(boolean mayInterrupt) {
    boolean cancelled = super.cancel(mayInterrupt);
    if (!stage.compareAndSet(WAITING, ENDED)
        && mayInterrupt
        && stage.compareAndSet(RUNNING, INTERRUPTING)) {
      try {
        Thread running = runner;
        if (running != null) {
          running.interrupt();
        }
      } finally {
        stage.set(INTERRUPTED);
      }
    }
    return cancelled;
  }
}
