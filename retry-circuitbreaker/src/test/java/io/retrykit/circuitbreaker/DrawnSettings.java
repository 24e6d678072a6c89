package io.retrykit.circuitbreaker;

import io.retrykit.backoff.Backoff;
import java.time.Duration;
import java.util.Random;

/**
 * Settings made up for a random course of events: small windows, so that much happens. All times are multiples of one
 * unit, an eighth of the slow-call threshold: on that grid calls that begin together, and only those, become overdue
 * together, which makes the documented inaccuracy exact.
 *
 * @param failures 0: rates
 * @param windowCalls 0: a window of time
 * @param slowNanos 0: nobody looks
 * @param successThreshold 0: not set
 */
record DrawnSettings(
    long unit,
    int failures,
    int windowCalls,
    int buckets,
    long bucketNanos,
    int minimumCalls,
    int failureRate,
    long slowNanos,
    int slowRate,
    int probes,
    int successThreshold,
    long leaseNanos,
    long openNanos,
    int growth) {
  private static final int[] RATES = {1, 20, 25, 50, 60, 75, 100};
  private static final long LEAST_BUCKET = 1_000_000;
  private static final int LONGEST_OPEN = 5; // times the first open time

  static DrawnSettings draw(Random random) {
    long unit = 1L + random.nextInt(random.nextBoolean() ? 3 : 500_000);
    int kind = random.nextInt(3);
    int windowCalls = kind == 2 ? 0 : 1 + random.nextInt(8);
    int probes = 1 + random.nextInt(4);
    boolean watches = kind > 0 && random.nextBoolean();
    return new DrawnSettings(
        unit,
        kind == 0 ? 1 + random.nextInt(windowCalls) : 0,
        windowCalls,
        1 + random.nextInt(4),
        LEAST_BUCKET + random.nextInt(3) * unit,
        1 + random.nextInt(8),
        RATES[random.nextInt(RATES.length)],
        watches ? 8 * unit : 0,
        RATES[random.nextInt(RATES.length)],
        probes,
        random.nextBoolean() ? 1 + random.nextInt(probes) : 0,
        unit * (1 + random.nextInt(30)),
        unit * (1 + random.nextInt(20)),
        1 + random.nextInt(2));
  }

  boolean watches() {
    return slowNanos > 0;
  }

  /** From when on a call under way is overdue for certain. */
  long overdueAfter() {
    return slowNanos + unit;
  }

  /** From when on a call under way is overdue no longer: a lease after it has become that. */
  long forgottenAfter() {
    return overdueAfter() + leaseNanos;
  }

  /** From when on a probe is given up on: a lease after its begin, or after it has become slow, if anybody looks. */
  long lostAfter() {
    return slowNanos + leaseNanos;
  }

  /** Returns how long the breaker stays open when it opens for the n-th time in a row. */
  long openNanos(int openings) {
    long nanos = openNanos;
    for (int i = 1; i < openings; i++) {
      nanos = Math.min(longestOpen(), nanos * growth);
    }
    return nanos;
  }

  long longestOpen() {
    return LONGEST_OPEN * openNanos;
  }

  CircuitBreaker build(WrappingTime time, CircuitListener listener) {
    CircuitBreakerBuilder builder = CircuitBreaker.builder("drawn")
        .timebase(time)
        .listener(listener)
        .probes(probes)
        .leaseTime(Duration.ofNanos(leaseNanos));
    if (growth == 1) {
      builder.openTime(Duration.ofNanos(openNanos));
    } else {
      builder.openTime(Backoff.exponential(
          Duration.ofNanos(openNanos), growth, Duration.ofNanos(longestOpen())));
    }
    if (failures == 0) {
      builder.minimumCalls(minimumCalls).failureRate(failureRate);
    }
    if (windowCalls == 0) {
      builder.timeWindow(Duration.ofNanos(buckets * bucketNanos), buckets);
    } else if (failures > 0) {
      builder.failures(failures, windowCalls);
    } else {
      builder.countWindow(windowCalls);
    }
    if (watches()) {
      builder.slowCalls(Duration.ofNanos(slowNanos), slowRate);
    }
    if (successThreshold > 0) {
      builder.successThreshold(successThreshold);
    }
    return builder.build();
  }
}
