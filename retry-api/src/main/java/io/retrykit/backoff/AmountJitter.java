package io.retrykit.backoff;

import io.retrykit.time.Nanos;

/** {@code [d - below, d + above)}. */
record AmountJitter(long below, long above) implements Jitter {
  @Override
  public long lowNanos(long baseNanos, long previousNanos, long firstNanos) {
    return Math.max(0, baseNanos - below);
  }

  @Override
  public long highNanos(long baseNanos, long previousNanos, long firstNanos) {
    return Nanos.plus(baseNanos, above);
  }

  @Override
  public void check(long firstNanos) {
    if (below > firstNanos) {
      throw new IllegalArgumentException("below must be no more than the first delay of "
          + Nanos.toDuration(firstNanos)
          + ", was "
          + Nanos.toDuration(below)); // in full: a text cut short may read as if the rule were kept
    }
  }

  @Override
  public String toString() {
    return "jitter [-" + Nanos.text(below) + ", +" + Nanos.text(above) + ")";
  }
}
