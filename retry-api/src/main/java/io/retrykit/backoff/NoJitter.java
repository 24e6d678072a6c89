package io.retrykit.backoff;

/** {@code [d, d]}. */
enum NoJitter implements Jitter {
  NONE;

  @Override
  public long lowNanos(long baseNanos, long previousNanos, long firstNanos) {
    return baseNanos;
  }

  @Override
  public long highNanos(long baseNanos, long previousNanos, long firstNanos) {
    return baseNanos;
  }

  @Override
  public Jitter uncut() {
    return this;
  }

  @Override
  public String toString() {
    return "no jitter";
  }
}
