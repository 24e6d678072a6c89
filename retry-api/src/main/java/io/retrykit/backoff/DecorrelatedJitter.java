package io.retrykit.backoff;

import io.retrykit.time.Nanos;

/** {@code [first, 3 x previous)}. */
enum DecorrelatedJitter implements Jitter {
  DECORRELATED;

  @Override
  public long lowNanos(long baseNanos, long previousNanos, long firstNanos) {
    return firstNanos;
  }

  @Override
  public long highNanos(long baseNanos, long previousNanos, long firstNanos) {
    // a previous pause below the first one (a shorter cap, another policy's) must not turn the
    // range around
    return Nanos.times(Math.max(previousNanos, firstNanos), 3);
  }

  /** Stays cut: it feeds on its own draws, and without a cap it would grow for ever. */
  @Override
  public Jitter uncut() {
    return this;
  }

  @Override
  public String toString() {
    return "decorrelated jitter";
  }
}
