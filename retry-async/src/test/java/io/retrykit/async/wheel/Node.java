package io.retrykit.async.wheel;

import org.jspecify.annotations.Nullable;

/** Something that waits, and counts how often it has fired. */
class Node implements Waiting {
  private @Nullable Waiting next;
  private @Nullable Waiting previous;
  private long due;
  private int fired;

  int fired() {
    return fired;
  }

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
    fired++;
  }
}
