package io.retrykit.backoff;

import io.retrykit.time.Nanos;

/** {@code [low d, high d)}. */
record FactorJitter(String name, double low, double high) implements Jitter {
  static final FactorJitter PROPORTIONAL = new FactorJitter("proportional jitter", 0.5, 1.5);
  static final FactorJitter FULL = new FactorJitter("full jitter", 0, 1);
  static final FactorJitter EQUAL = new FactorJitter("equal jitter", 0.5, 1);

  @Override
  public long lowNanos(long baseNanos, long previousNanos, long firstNanos) {
    return scale(baseNanos, low);
  }

  @Override
  public long highNanos(long baseNanos, long previousNanos, long firstNanos) {
    return scale(baseNanos, high);
  }

  private static long scale(long nanos, double factor) {
    return factor == 1
        ? nanos
        : Nanos.times(nanos, factor); // a double would lose the low bits of a long pause
  }

  @Override
  public String toString() {
    return name + " x [" + low + ", " + high + ")";
  }
}
