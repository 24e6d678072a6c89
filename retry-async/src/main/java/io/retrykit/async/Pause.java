package io.retrykit.async;

import org.jspecify.annotations.Nullable;

/** A wait under way, as the call that waits knows it. Where the wheel waits, the call itself is all it needs. */
final class Pause {
  /** What waits is in the wheel by itself. */
  static final Pause IN_WHEEL = new Pause();

  /** By what the scheduler lets itself be cancelled; null as long as it has not answered. */
  volatile @Nullable Object handle;
}
