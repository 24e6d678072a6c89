package io.retrykit.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whose move it is. {@code at} says what the call is waiting for, or that it is {@code RUNNING} on some thread, or
 * {@code OVER}. Whoever moves it on from a place owns the call until it is moved on again. It is over once: by its own
 * end, or by whoever completes the future from outside, by whatever method, and then the call stops.
 */
abstract class CallFuture<T extends @Nullable Object> extends WaitingFuture<T> {
  static final Object RUNNING = "running";
  static final Object OVER = "over";
  private static final VarHandle AT;

  static {
    try {
      AT = MethodHandles.lookup().findVarHandle(CallFuture.class, "at", Object.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private volatile Object at = RUNNING;

  final Object at() {
    return at;
  }

  final boolean isOver() {
    return at == OVER;
  }

  /** Tells whether the call waits for this. */
  final boolean isIn(Object place) {
    return at == place;
  }

  /** The running call begins to wait for something, or ends; false says that somebody has ended it meanwhile. */
  final boolean moveTo(Object place) {
    return AT.compareAndSet(this, RUNNING, place);
  }

  /** The call begins to wait for something while nobody else knows of it. */
  final void startAt(Object place) {
    AT.set(this, place);
  }

  /** What the call was waiting for is what it ends with; false says that it has gone on, or ended, without. */
  @SuppressWarnings("NullAway") // a result is null only where the stage gave null
  final boolean finishFrom(Object place, @Nullable T result) {
    return AT.compareAndSet(this, place, OVER) && super.complete(result);
  }

  /** What the call was waiting for has come, and it runs; false says that it has gone on, or ended, without. */
  final boolean leave(Object place) {
    return AT.compareAndSet(this, place, RUNNING);
  }

  /** Ends the call wherever it is, and returns where that was. */
  private Object end() {
    return AT.getAndSet(this, OVER);
  }

  /** Completes the future of a call that {@link #moveTo} has ended; false says that it was completed by force. */
  final boolean finish(T result) {
    return super.complete(result);
  }

  /** Ends the call, unless it has ended, with a failure. */
  final boolean finishExceptionally(Throwable failure) {
    return end() != OVER && super.completeExceptionally(failure);
  }

  /**
   * Somebody has completed the future from outside.
   *
   * @param place what the call was waiting for; if it was running, that thread will notice
   */
  abstract void left(Object place, boolean mayInterrupt);

  @Override
  public final boolean complete(T value) {
    Object place = end();
    if (place == OVER) {
      return false;
    }
    boolean completed = super.complete(value);
    left(place, true);
    return completed;
  }

  @Override
  public final boolean completeExceptionally(Throwable failure) {
    Objects.requireNonNull(failure, "failure");
    Object place = end();
    if (place == OVER) {
      return false;
    }
    boolean completed = super.completeExceptionally(failure);
    left(place, true);
    return completed;
  }

  /** Cancels the call: what it waits for is dropped, an attempt in flight is cancelled, none begins any more. */
  @Override
  public final boolean cancel(boolean mayInterrupt) {
    Object place = end();
    if (place == OVER) {
      return isCancelled();
    }
    boolean completed = super.cancel(mayInterrupt);
    left(place, mayInterrupt);
    return completed;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // it ends in this very future
  public final CompletableFuture<T> completeAsync(
      Supplier<? extends T> supplier, Executor executor) {
    Objects.requireNonNull(supplier, "supplier");
    Objects.requireNonNull(executor, "executor").execute(() -> {
      try {
        complete(supplier.get());
      } catch (Throwable failure) {
        completeExceptionally(failure);
      }
    });
    return this;
  }

  @Override
  public final CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
    return completeAsync(supplier, defaultExecutor());
  }

  @Override
  public final void obtrudeValue(T value) {
    Object place = end();
    super.obtrudeValue(value);
    if (place != OVER) {
      left(place, true);
    }
  }

  @Override
  public final void obtrudeException(Throwable failure) {
    Object place = end();
    super.obtrudeException(failure);
    if (place != OVER) {
      left(place, true);
    }
  }
}
