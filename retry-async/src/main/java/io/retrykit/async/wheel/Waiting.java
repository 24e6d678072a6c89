package io.retrykit.async.wheel;

import org.jspecify.annotations.Nullable;

/**
 * What waits in a {@link Wheel}. It keeps the wheel's own words about it, so that waiting takes no object beside it. Only
 * the wheel calls these methods, and, but for {@link #fire}, under its lock: plain fields do.
 */
public interface Waiting {
  /** Returns what waits behind this in the same place. */
  @Nullable
  Waiting next();

  /** Sets what waits behind this in the same place. */
  void next(@Nullable Waiting next);

  /** Returns what waits before this in the same place; null if this waits nowhere. */
  @Nullable
  Waiting previous();

  /** Sets what waits before this in the same place. */
  void previous(@Nullable Waiting previous);

  /** Returns the clock reading at which it is due, in the wheel's ticks. */
  long due();

  /** Sets the clock reading at which it is due, in the wheel's ticks. */
  void due(long tick);

  /** The wait is over. Called once, on the timer's thread, with no lock held; short, and does not block. */
  void fire();
}
