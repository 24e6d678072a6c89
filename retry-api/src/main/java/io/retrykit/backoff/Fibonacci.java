package io.retrykit.backoff;

import io.retrykit.time.Nanos;

/** {@code min(cap, unit * F(n))} with F = 1, 1, 2, 3, 5. */
record Fibonacci(long unit, long cap) implements Formula {
  /** The last Fibonacci number that a long holds is F(92). */
  private static final int LAST = 92;

  @Override
  public long base(int failedAttempts) {
    long before = 0;
    long value = 1;
    for (int n = 1; n < Math.min(failedAttempts, LAST); n++) {
      long next = before + value;
      before = value;
      value = next;
    }
    boolean beyond = failedAttempts > LAST && unit > 0;
    return Math.min(cap, beyond ? Nanos.FOREVER : Nanos.times(unit, value));
  }

  @Override
  public int settledAt() {
    for (int n = 1; n <= LAST + 1; n++) {
      if (unit == 0 || base(n) == cap) {
        return n;
      }
    }
    return LAST + 1;
  }

  @Override
  public Formula cappedAt(long newCap) {
    return new Fibonacci(unit, Math.min(cap, newCap));
  }

  @Override
  public String toString() {
    String most = cap == Nanos.FOREVER ? "" : ", at most " + Nanos.text(cap);
    return "fibonacci from " + Nanos.text(unit) + most;
  }
}
