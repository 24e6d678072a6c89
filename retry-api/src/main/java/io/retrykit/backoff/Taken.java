package io.retrykit.backoff;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The first pauses of a backoff, and then no more. */
record Taken(Backoff of, int limit) implements Backoff {
  Taken {
    Check.that(limit >= 1, "count must be 1 or more, was ", limit);
    limit = Math.min(limit, of.limit());
  }

  @Override
  public long nanos(int failedAttempts, long previousNanos, RandomGenerator random) {
    Check.failedAttempts(failedAttempts, limit);
    return of.nanos(failedAttempts, previousNanos, random);
  }

  @Override
  public long leastNanos(int failedAttempts, long previousNanos) {
    Check.failedAttempts(failedAttempts, limit);
    return of.leastNanos(failedAttempts, previousNanos);
  }

  @Override
  public long mostNanos(int failedAttempts, long previousNanos) {
    Check.failedAttempts(failedAttempts, limit);
    return of.mostNanos(failedAttempts, previousNanos);
  }

  @Override
  public Backoff jittered(Jitter jitter) {
    return new Taken(of.jittered(jitter), limit);
  }

  @Override
  public Backoff cappedAt(Duration cap) {
    return new Taken(of.cappedAt(cap), limit);
  }

  @Override
  public String toString() {
    return limit + (limit == 1 ? " pause of (" : " pauses of (") + of + ")";
  }
}
