package io.retrykit.ratelimit;

import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.Nanos;
import java.math.BigInteger;
import java.time.Duration;
import java.util.function.ToLongFunction;

/**
 * One thing a {@link Quota} counts, and its arithmetic. What has been drawn and not drained yet is its backlog, measured
 * in time: {@code interval} ticks for each unit drawn, {@code ticksPerNano} drained by each nanosecond. A tick is a whole
 * fraction of a nanosecond, so that most limits are kept exactly and the others to 1/64 ns, rounded to the slow side.
 * Immutable.
 */
final class Dimension {
  /** The longest a burst may take to fill, and a caller to wait: all sums of ticks stay far below 2^63. */
  static final Duration LONGEST = Duration.ofDays(365);

  private static final long LONGEST_NANOS = LONGEST.toNanos();
  private static final long FINEST = 64;
  private static final long MOST_TICKS = 1L << 62;

  /** What one call may turn out to have drawn, in bursts: room for the largest published multiplier, 5, twice over. */
  private static final long MOST_BURSTS = 10;

  final String name;
  final boolean refundWhenThrottled;
  private final long limit;
  private final Duration per;
  private final long burst;
  private final ToLongFunction<AdmissionRequest> estimate;
  private final long ticksPerNano;
  private final long interval;
  private final long burstTicks;

  Dimension(
      String name,
      long limit,
      Duration per,
      long burst,
      ToLongFunction<AdmissionRequest> estimate,
      boolean refundWhenThrottled) {
    this.name = name;
    this.limit = limit;
    this.per = per;
    this.burst = burst;
    this.estimate = estimate;
    this.refundWhenThrottled = refundWhenThrottled;
    long nanos = per.toNanos();
    long divisor = BigInteger.valueOf(limit).gcd(BigInteger.valueOf(nanos)).longValueExact();
    if (limit / divisor <= FINEST) {
      ticksPerNano = limit / divisor;
      interval = nanos / divisor;
    } else {
      ticksPerNano = FINEST;
      interval = roundedUp(nanos, limit);
    }
    burstTicks = Nanos.times(burst, interval);
    if (burstTicks > LONGEST_NANOS * ticksPerNano) {
      throw new IllegalArgumentException("burst of " + name + " must fill within "
          + Nanos.text(LONGEST_NANOS) + ", was " + burst + " at " + limit + " per "
          + Nanos.text(nanos));
    }
  }

  private static long roundedUp(long nanos, long limit) {
    BigInteger[] parts = BigInteger.valueOf(nanos)
        .multiply(BigInteger.valueOf(FINEST))
        .divideAndRemainder(BigInteger.valueOf(limit));
    return parts[0].longValueExact() + parts[1].signum();
  }

  /** Returns what an attempt is expected to draw, zero or more. */
  long estimate(AdmissionRequest request) {
    return requireAmount("estimate", estimate.applyAsLong(request));
  }

  /** Returns the figure, zero or more. */
  long requireAmount(String what, long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException(
          what + " of " + name + " must be zero or more, was " + amount);
    }
    return amount;
  }

  /** Tells whether an amount could ever be granted. */
  boolean canHold(long amount) {
    return amount <= burst;
  }

  /** Returns what is left of a backlog some time later; a clock that stepped back drains nothing. */
  long drained(long backlog, long elapsedNanos) {
    if (elapsedNanos <= 0) {
      return backlog;
    }
    return Math.max(0, backlog - Nanos.times(elapsedNanos, ticksPerNano));
  }

  /** Returns how long an amount that can be held has to wait, in nanoseconds rounded up; nothing never waits. */
  long waitNanos(long backlog, long amount) {
    long excess = amount == 0 ? 0 : backlog + amount * interval - burstTicks;
    return excess <= 0 ? 0 : (excess - 1) / ticksPerNano + 1;
  }

  /**
   * Returns by how much a backlog must grow for a draw that is made only after a wait. A dimension that is short itself
   * has it drawn at the very tick: that waits are rounded up to whole nanoseconds must not add up.
   */
  long lift(long backlog, long amount, long waitNanos) {
    if (amount == 0 || waitNanos(backlog, amount) == waitNanos) {
      return 0;
    }
    return Math.max(0, waitNanos * ticksPerNano - backlog);
  }

  /** Returns the part of a lift that lies in the future still. */
  long liftLeft(long lift, long untilStartNanos) {
    return untilStartNanos <= 0 ? 0 : Math.min(lift, Nanos.times(untilStartNanos, ticksPerNano));
  }

  /** Returns a backlog with an amount drawn that can be held. */
  long drawn(long backlog, long amount) {
    return backlog + amount * interval;
  }

  /** Returns the ticks to add to the backlog, or to take off, for a figure that has turned out different. */
  long correction(long estimated, long actual) {
    if (actual <= estimated) {
      return (actual - estimated) * interval;
    }
    long most = Math.max(estimated, Nanos.times(burst, MOST_BURSTS));
    return Nanos.times(Math.min(actual, most) - estimated, interval);
  }

  /** Returns a corrected backlog: never below zero, which is a full burst, and never raised beyond what can be counted. */
  static long corrected(long backlog, long correction) {
    if (correction <= 0) {
      return Math.max(0, backlog + correction);
    }
    return Math.max(backlog, Math.min(Nanos.plus(backlog, correction), MOST_TICKS));
  }

  /** Returns how many whole units could be drawn at once; below zero where calls wait or a debt is being paid. */
  long available(long backlog) {
    return Math.floorDiv(burstTicks - backlog, interval);
  }

  /** Says why an amount is not granted now. */
  String shortage(long backlog, long amount, long waitNanos) {
    return name + ": " + amount + " asked for, " + Math.max(0, available(backlog)) + " of " + burst
        + " available, that is a wait of " + Nanos.text(waitNanos);
  }

  /** Says why an amount is never granted. */
  String excess(long amount) {
    return name + ": " + amount + " asked for, which is more than the burst of " + burst;
  }

  @Override
  public String toString() {
    return name + " " + limit + " per " + Nanos.text(per.toNanos());
  }
}
