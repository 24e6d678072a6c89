package io.retrykit.backoff;

import io.retrykit.time.Nanos;

/** {@code min(cap, first * base^(n - 1))}; exact where the base is a whole number. */
record Exponential(long first, double base, long cap) implements Formula {
  private static final double HIGHEST_BASE = 1e308;

  Exponential {
    // written so that NaN fails too
    Check.that(base >= 1 && base <= HIGHEST_BASE, "base must be between 1 and 1e308, was ", base);
  }

  @Override
  public long base(int failedAttempts) {
    if (failedAttempts == 1 || first == 0 || base == 1) {
      return Math.min(first, cap);
    }
    if (base == Math.rint(base) && base <= Long.MAX_VALUE) {
      return Math.min(cap, whole(failedAttempts - 1));
    }
    return Math.min(cap, Nanos.times(first, Math.pow(base, failedAttempts - 1)));
  }

  private long whole(int times) {
    long factor = (long) base;
    long value = first;
    for (int i = 0; i < times && value < cap; i++) { // at most 63 rounds: the factor is 2 or more
      value = Nanos.times(value, factor);
    }
    return value;
  }

  @Override
  public int settledAt() {
    if (first == 0 || base == 1) {
      return 1;
    }
    for (int n = 1; n <= Tabled.LONGEST; n++) {
      if (base(n) == cap) {
        return n;
      }
    }
    return Integer.MAX_VALUE;
  }

  @Override
  public Formula cappedAt(long newCap) {
    return new Exponential(first, base, Math.min(cap, newCap));
  }

  @Override
  public String toString() {
    String growth =
        base == Math.rint(base) && base < 1e15 ? Long.toString((long) base) : Double.toString(base);
    String most = cap == Nanos.FOREVER ? "" : ", at most " + Nanos.text(cap);
    return "exponential from " + Nanos.text(first) + " by " + growth + most;
  }
}
