package io.retrykit.backoff;

import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A formula and its jitter, worked out in advance: a pause is one look-up and one draw. Beyond the table the formula
 * is asked, unless its value no longer changes.
 */
final class Tabled implements Backoff {
  /** No table is longer, save that of a list. A doubling from a nanosecond reaches any cap within it. */
  static final int LONGEST = 64;

  static final Backoff NO_PAUSE = new Tabled(new Listed(new long[] {0}), Jitter.none());

  private final Formula formula;
  private final Jitter jitter;
  private final boolean settled;
  private final int size;
  private final long[] lowAndSpan; // low of n at 2n - 2, span at 2n - 1: both on one cache line

  Tabled(Formula formula, Jitter jitter) {
    this.formula = formula;
    this.jitter = jitter;
    int settledAt = formula.settledAt();
    this.settled = settledAt <= LONGEST || formula instanceof Listed;
    this.size = settled ? settledAt : LONGEST;
    this.lowAndSpan = new long[2 * size];
    for (int n = 1; n <= size; n++) {
      long low = low(n);
      lowAndSpan[2 * n - 2] = low;
      lowAndSpan[2 * n - 1] = high(n) - low;
    }
  }

  @Override
  public long nanos(int failedAttempts, long previousNanos, RandomGenerator random) {
    int n = failedAttempts - 1;
    if (n < 0 || n >= size) {
      return beyond(failedAttempts, random);
    }
    return Draw.from(lowAndSpan[2 * n], lowAndSpan[2 * n + 1], random);
  }

  private long beyond(int failedAttempts, RandomGenerator random) {
    Check.failedAttempts(failedAttempts, Integer.MAX_VALUE);
    if (settled) {
      return Draw.from(lowAndSpan[2 * size - 2], lowAndSpan[2 * size - 1], random);
    }
    long low = low(failedAttempts);
    return Draw.from(low, high(failedAttempts) - low, random);
  }

  @Override
  public long leastNanos(int failedAttempts, long previousNanos) {
    Check.failedAttempts(failedAttempts, Integer.MAX_VALUE);
    return low(failedAttempts);
  }

  @Override
  public long mostNanos(int failedAttempts, long previousNanos) {
    Check.failedAttempts(failedAttempts, Integer.MAX_VALUE);
    return high(failedAttempts);
  }

  private long low(int failedAttempts) {
    long low = jitter.lowNanos(formula.base(failedAttempts), 0, 0);
    return jitter.cut() ? Math.min(low, formula.cap()) : low;
  }

  private long high(int failedAttempts) {
    long high = jitter.highNanos(formula.base(failedAttempts), 0, 0);
    return jitter.cut() ? Math.min(high, formula.cap()) : high;
  }

  @Override
  public Backoff jittered(Jitter newJitter) {
    Objects.requireNonNull(newJitter, "jitter").check(formula.base(1));
    return newJitter instanceof DecorrelatedJitter
        ? new Decorrelated(formula, newJitter)
        : new Tabled(formula, newJitter);
  }

  @Override
  public Backoff cappedAt(Duration cap) {
    return new Tabled(formula.cappedAt(Nanos.of("cap", cap)), jitter);
  }

  @Override
  public String toString() {
    return jitter instanceof NoJitter ? formula.toString() : formula + ", " + jitter;
  }
}
