package io.retrykit.async.wheel;

import org.jspecify.annotations.Nullable;

/**
 * What waits in a {@link Wheel}. It keeps the wheel's own words about it, so that waiting takes no object beside it. Only
 * the wheel calls these methods, and, but for {@link #fire}, under its lock: plain fields do. It waits in one wheel at a
 * time, and is cancelled there.
 */
public interface Waiting {
  /** Returns what waits behind this in the same place. */
  @Nullable
  Waiting next();

  /** Sets what waits behind this in the same place. */
  void next(@Nullable Waiting next);

  /** Returns what waits before this in the same place; this itself if nothing does; null if this waits nowhere. */
  @Nullable
  Waiting previous();

  /** Sets what waits before this in the same place. */
  void previous(@Nullable Waiting previous);

  /** Returns the tick at which it is due, counted from the wheel's making. */
  long due();

  /** Sets the tick at which it is due, counted from the wheel's making. */
  void due(long tick);

  /**
   * The wait is over. Called once for each time it was scheduled and not cancelled, on the timer's thread, with no lock
   * held; short, and does not block. It may be scheduled again from here.
   */
  void fire();
}
