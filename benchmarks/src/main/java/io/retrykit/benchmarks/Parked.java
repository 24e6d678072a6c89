package io.retrykit.benchmarks;

import io.retrykit.async.wheel.Waiting;
import org.jspecify.annotations.Nullable;

/** What waits in our wheel, and nothing else. */
final class Parked implements Waiting {
  private @Nullable Waiting next;
  private @Nullable Waiting previous;
  private long due;

  @Override
  public @Nullable Waiting next() {
    return next;
  }

  @Override
  public void next(@Nullable Waiting behind) {
    next = behind;
  }

  @Override
  public @Nullable Waiting previous() {
    return previous;
  }

  @Override
  public void previous(@Nullable Waiting before) {
    previous = before;
  }

  @Override
  public long due() {
    return due;
  }

  @Override
  public void due(long tick) {
    due = tick;
  }

  @Override
  public void fire() {
    throw new IllegalStateException("nothing here is due while it is measured");
  }
}
