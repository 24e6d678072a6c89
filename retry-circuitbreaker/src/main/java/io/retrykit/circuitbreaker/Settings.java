package io.retrykit.circuitbreaker;

import io.retrykit.backoff.Backoff;
import io.retrykit.spi.OneLine;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the breakers made by one builder have in common. Immutable. */
final class Settings {
  static final Logger LOG = LoggerFactory.getLogger("io.retrykit.circuitbreaker");
  static final long DEFAULT_OPEN_NANOS = Duration.ofSeconds(30).toNanos();

  final Timebase timebase;
  final TripRule tripRule;
  final Probation probation;
  final Counting counting;
  final boolean judgesResults;
  final int windowCalls; // 0: a time window
  final int windowBuckets;
  final long bucketNanos;
  final long slowNanos; // FOREVER: nobody looks
  final long leaseNanos;
  final long probeNanos; // how long a probe is waited for: long enough to be seen to be slow
  final List<CircuitListener> listeners;
  private final Backoff openTime;
  private final RandomGenerator random;
  private final long originNanos; // buckets are counted from here

  Settings(CircuitBreakerBuilder builder) {
    this.timebase = builder.timebase;
    this.tripRule = builder.tripRule();
    this.probation = builder.probation();
    this.counting = builder.counting();
    this.judgesResults = counting.judgesResults();
    this.windowCalls = builder.windowCalls();
    this.windowBuckets = builder.buckets;
    this.bucketNanos = builder.windowNanos / builder.buckets;
    this.slowNanos = builder.slowNanos;
    this.leaseNanos = builder.leaseNanos;
    this.probeNanos = watchesSlowness() ? Nanos.plus(slowNanos, leaseNanos) : leaseNanos;
    this.listeners = List.copyOf(builder.listeners);
    this.openTime = builder.openTime;
    this.random = builder.random;
    this.originNanos = timebase.nanos();
  }

  boolean watchesSlowness() {
    return slowNanos != Nanos.FOREVER;
  }

  /** Tells whether a call was slow; one whose time nobody took was not. */
  boolean isSlow(long nanos) {
    return nanos > slowNanos;
  }

  /** Returns the bucket of a window that begins at this moment; all windows of these settings are cut alike. */
  Bucket bucket(long now) {
    return new Bucket(0, new Bucket(0, originNanos).at(now, bucketNanos).startNanos());
  }

  /** Makes a closed breaker's phase, with an empty window. */
  Recording recording(CircuitBreaker breaker, long now, boolean metricsOnly) {
    if (windowCalls == 0) {
      return new TimeWindow(breaker, now, metricsOnly);
    }
    return watchesSlowness()
        ? new WatchedCountWindow(breaker, now, metricsOnly)
        : new CountWindow(breaker, now, metricsOnly);
  }

  /** Asks how long to stay open; a function that fails must not keep the breaker from opening, nor from closing. */
  long openNanos(String name, int openings, long previousNanos) {
    try {
      return Math.max(
          0, openTime.nanos(Math.min(openings, openTime.limit()), previousNanos, random));
    } catch (Throwable broken) { // an assertion in it included
      LOG.warn(
          "{}: the function for the open time failed, it is {} now: {}",
          OneLine.all(name, Nanos.text(DEFAULT_OPEN_NANOS), broken, broken));
      return DEFAULT_OPEN_NANOS;
    }
  }
}
