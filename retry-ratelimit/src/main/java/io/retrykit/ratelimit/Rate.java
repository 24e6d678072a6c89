package io.retrykit.ratelimit;

import io.retrykit.time.Nanos;
import java.math.BigInteger;
import java.time.Duration;

/**
 * Permits per period in whole numbers: a nanosecond brings {@code unitsPerNano} units, a permit takes
 * {@code unitsPerPermit} of them. Exact where the reduced fraction allows; else in 64ths of a nanosecond, the permit's
 * share rounded up, so that the rate is never above what was asked and below it by less than 1/64 ns a permit. Immutable.
 */
record Rate(long unitsPerPermit, int unitsPerNano) {
  private static final int FINEST = 64;

  /** Half of what a comparison by difference can tell apart, halved again for good measure. */
  static final long MOST_UNITS = Long.MAX_VALUE / 4;

  static Rate of(long permits, Duration per) {
    check("permits", permits);
    long nanos = Nanos.of("per", per);
    if (nanos == 0) {
      throw new IllegalArgumentException("per must be more than zero, was " + per);
    }
    BigInteger n = BigInteger.valueOf(permits);
    BigInteger p = BigInteger.valueOf(nanos);
    BigInteger divisor = n.gcd(p);
    BigInteger fraction = n.divide(divisor);
    if (fraction.bitLength() <= 7 && fraction.intValue() <= FINEST) {
      return checked(p.divide(divisor), fraction.intValue(), permits, per);
    }
    BigInteger share =
        p.multiply(BigInteger.valueOf(FINEST)).add(n).subtract(BigInteger.ONE).divide(n);
    return checked(share, FINEST, permits, per);
  }

  private static Rate checked(BigInteger share, int unitsPerNano, long permits, Duration per) {
    if (share.compareTo(BigInteger.valueOf(MOST_UNITS)) > 0) {
      throw new IllegalArgumentException(
          "per must leave less than a year to each permit, was " + per + " for " + permits);
    }
    return new Rate(share.longValueExact(), unitsPerNano);
  }

  static long check(String name, long permits) {
    if (permits < 1) {
      throw new IllegalArgumentException(name + " must be 1 or more, was " + permits);
    }
    return permits;
  }

  /** Returns what so many permits take, checked to be comparable by difference. */
  long units(String name, long permits) {
    long units = Nanos.times(unitsPerPermit, permits);
    if (units > MOST_UNITS) {
      throw new IllegalArgumentException(
          name + " must fill up within a year or so at this rate, was " + permits);
    }
    return units;
  }

  /** Returns a time in units, at most {@link #MOST_UNITS}. */
  long toUnits(long nanos) {
    return Math.min(MOST_UNITS, Nanos.times(nanos, (long) unitsPerNano));
  }

  /** Returns units, zero or more, as the nanoseconds in which they have come for certain. */
  long toNanos(long units) {
    return units / unitsPerNano + (units % unitsPerNano == 0 ? 0 : 1);
  }
}
