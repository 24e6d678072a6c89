package io.retrykit.ratelimit;

import io.retrykit.time.Timebase;

/**
 * What has been refilled since the beginning, as a function of the clock alone: amounts are never rounded one by one, so
 * nothing gets lost however often somebody looks. Immutable.
 */
final class Refill {
  /** With this rate, in millionths of a token for each second, 292 years still fit. */
  static final long MOST_PER_SECOND = 1_000_000_000L;

  private static final long SECOND = 1_000_000_000L;

  private final Timebase timebase;
  private final long startNanos;
  private final long perSecond;

  /** Starts now; {@code perSecond} is between zero and {@link #MOST_PER_SECOND}. */
  Refill(long perSecond, Timebase timebase) {
    this.timebase = timebase;
    this.startNanos = timebase.nanos();
    this.perSecond = perSecond;
  }

  /** Returns what has come in until now. Reads the clock. */
  long sinceStart() {
    long elapsed = Math.max(0, timebase.nanos() - startNanos);
    return elapsed / SECOND * perSecond + elapsed % SECOND * perSecond / SECOND;
  }
}
