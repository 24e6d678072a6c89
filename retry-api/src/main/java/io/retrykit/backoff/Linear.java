package io.retrykit.backoff;

import io.retrykit.time.Nanos;

/** {@code min(cap, first + (n - 1) * step)}. */
record Linear(long first, long step, long cap) implements Formula {
  Linear(long first, long step) {
    this(first, step, Nanos.FOREVER);
  }

  @Override
  public long base(int failedAttempts) {
    return Math.min(cap, Nanos.plus(first, Nanos.times(step, failedAttempts - 1L)));
  }

  @Override
  public int settledAt() {
    if (step == 0 || first >= cap) {
      return 1;
    }
    long steps = (cap - first - 1) / step + 1;
    return steps >= Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) steps + 1;
  }

  @Override
  public Formula cappedAt(long newCap) {
    return new Linear(first, step, Math.min(cap, newCap));
  }

  @Override
  public String toString() {
    String most = cap == Nanos.FOREVER ? "" : ", at most " + Nanos.text(cap);
    return "linear from " + Nanos.text(first) + " by " + Nanos.text(step) + most;
  }
}
