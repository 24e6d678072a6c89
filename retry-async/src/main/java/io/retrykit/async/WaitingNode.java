package io.retrykit.async;

import io.retrykit.async.wheel.Waiting;
import org.jspecify.annotations.Nullable;

/** What the wheel has to remember of something that waits. */
abstract class WaitingNode implements Waiting {
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
