package io.retrykit.async;

import io.retrykit.async.wheel.Waiting;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A future that can wait in the wheel by itself: a million pauses are a million futures and nothing beside them. */
abstract class WaitingFuture<T extends @Nullable Object> extends CompletableFuture<T>
    implements Waiting {
  private @Nullable Waiting next;
  private @Nullable Waiting previous;
  private long due;

  @Override
  public final @Nullable Waiting next() {
    return next;
  }

  @Override
  public final void next(@Nullable Waiting behind) {
    next = behind;
  }

  @Override
  public final @Nullable Waiting previous() {
    return previous;
  }

  @Override
  public final void previous(@Nullable Waiting before) {
    previous = before;
  }

  @Override
  public final long due() {
    return due;
  }

  @Override
  public final void due(long tick) {
    due = tick;
  }
}
