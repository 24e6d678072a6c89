package io.retrykit.backoff;

import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** A formula whose pauses are drawn in relation to the pause before; the formula gives the first one and the cap. */
record Decorrelated(Formula formula, Jitter jitter) implements Backoff {
  @Override
  public long nanos(int failedAttempts, long previousNanos, RandomGenerator random) {
    long low = leastNanos(failedAttempts, previousNanos);
    return Draw.from(low, mostNanos(failedAttempts, previousNanos) - low, random);
  }

  @Override
  public long leastNanos(int failedAttempts, long previousNanos) {
    Check.failedAttempts(failedAttempts, Integer.MAX_VALUE);
    return cut(jitter.lowNanos(0, 0, formula.base(1)));
  }

  @Override
  public long mostNanos(int failedAttempts, long previousNanos) {
    Check.failedAttempts(failedAttempts, Integer.MAX_VALUE);
    return cut(jitter.highNanos(0, previous(failedAttempts, previousNanos), formula.base(1)));
  }

  /** A one-off calculation does not know the pause before: the formula's own value stands in for it. */
  private long previous(int failedAttempts, long previousNanos) {
    if (failedAttempts == 1) {
      return formula.base(1);
    }
    return previousNanos >= 0 ? previousNanos : formula.base(failedAttempts - 1);
  }

  private long cut(long nanos) {
    return jitter.cut() ? Math.min(nanos, formula.cap()) : nanos;
  }

  @Override
  public Backoff jittered(Jitter newJitter) {
    return new Tabled(formula, Jitter.none()).jittered(newJitter);
  }

  @Override
  public Backoff cappedAt(Duration cap) {
    return new Decorrelated(formula.cappedAt(Nanos.of("cap", cap)), jitter);
  }

  @Override
  public String toString() {
    return formula + ", " + jitter;
  }
}
