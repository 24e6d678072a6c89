package io.retrykit.backoff;

import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Any backoff, capped and spread: for those whose pauses are not known in advance. */
record Spread(Backoff of, Jitter jitter, long cap) implements Backoff {
  Spread {
    Objects.requireNonNull(jitter, "jitter");
  }

  @Override
  public int limit() {
    return of.limit();
  }

  @Override
  public long nanos(int failedAttempts, long previousNanos, RandomGenerator random) {
    long base = Math.min(of.nanos(failedAttempts, previousNanos, random), cap);
    if (jitter instanceof NoJitter) {
      return base;
    }
    long first = jitter instanceof DecorrelatedJitter ? Math.min(of.nanos(1, 0, random), cap) : 0;
    long previous = failedAttempts == 1 || previousNanos < 0 ? first : previousNanos;
    long low = cut(jitter.lowNanos(base, previous, first));
    return Draw.from(low, cut(jitter.highNanos(base, previous, first)) - low, random);
  }

  private long cut(long nanos) {
    return jitter.cut() ? Math.min(nanos, cap) : nanos;
  }

  @Override
  public Backoff jittered(Jitter newJitter) {
    return new Spread(of, newJitter, cap);
  }

  @Override
  public Backoff cappedAt(Duration newCap) {
    return new Spread(of, jitter, Math.min(cap, Nanos.of("cap", newCap)));
  }

  @Override
  public String toString() {
    String most = cap == Nanos.FOREVER ? "" : ", at most " + Nanos.text(cap);
    return of + most + (jitter instanceof NoJitter ? "" : ", " + jitter);
  }
}
