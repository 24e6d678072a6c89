package io.retrykit.backoff;

import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** One backoff until it ends, then another. */
record Sequence(Backoff head, Backoff tail) implements Backoff {
  Sequence {
    Objects.requireNonNull(tail, "next");
    Check.that(
        head.limit() < Integer.MAX_VALUE,
        "a backoff that never ends cannot be followed, end it with take(n): ",
        head);
  }

  @Override
  public int limit() {
    long limit = (long) head.limit() + tail.limit();
    return (int) Math.min(limit, Integer.MAX_VALUE);
  }

  @Override
  public long nanos(int failedAttempts, long previousNanos, RandomGenerator random) {
    int rest = rest(failedAttempts);
    return rest <= 0
        ? head.nanos(failedAttempts, previousNanos, random)
        : tail.nanos(rest, rest == 1 ? 0 : previousNanos, random);
  }

  @Override
  public long leastNanos(int failedAttempts, long previousNanos) {
    int rest = rest(failedAttempts);
    return rest <= 0
        ? head.leastNanos(failedAttempts, previousNanos)
        : tail.leastNanos(rest, rest == 1 ? 0 : previousNanos);
  }

  @Override
  public long mostNanos(int failedAttempts, long previousNanos) {
    int rest = rest(failedAttempts);
    return rest <= 0
        ? head.mostNanos(failedAttempts, previousNanos)
        : tail.mostNanos(rest, rest == 1 ? 0 : previousNanos);
  }

  /** How many failures are the tail's; checked here, where the number is the caller's own. */
  private int rest(int failedAttempts) {
    Check.failedAttempts(failedAttempts, limit());
    return failedAttempts - head.limit();
  }

  @Override
  public Backoff jittered(Jitter jitter) {
    return new Sequence(head.jittered(jitter), tail.jittered(jitter));
  }

  @Override
  public Backoff cappedAt(Duration cap) {
    Nanos.of("cap", cap);
    return new Sequence(head.cappedAt(cap), tail.cappedAt(cap));
  }

  @Override
  public String toString() {
    return head + ", then " + tail;
  }
}
