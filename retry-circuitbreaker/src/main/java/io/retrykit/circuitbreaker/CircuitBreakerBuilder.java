package io.retrykit.circuitbreaker;

import io.retrykit.backoff.Backoff;
import io.retrykit.guard.KeyLimits;
import io.retrykit.spi.OneLine;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The settings of a {@link CircuitBreaker}. The order of calls does not matter; of {@link #consecutiveFailures},
 * {@link #failures}, {@link #countWindow} and {@link #timeWindow} the last one holds. Not safe for use by several
 * threads.
 */
public final class CircuitBreakerBuilder extends WhatCounts {
  private static final double DEFAULT_RATE = 50;
  private static final int DEFAULT_MINIMUM = 20;
  private static final int DEFAULT_PROBES = 3;
  private static final int DEFAULT_BUCKETS = 10;
  private static final int MOST_BUCKETS = 1_000;
  private static final int MOST_PROBES = 100_000;
  private static final long SHORTEST_BUCKET = Duration.ofMillis(1).toNanos();
  private static final Duration LONGEST_WINDOW = Duration.ofDays(1);

  private final String name;
  private int windowCalls = 100;
  private int failures;
  long windowNanos;
  int buckets = DEFAULT_BUCKETS;
  private double failureRate; // 0: not said
  private int minimumCalls;
  long slowNanos = Nanos.FOREVER;
  private double slowRate = TripRule.NEVER;
  Backoff openTime = Backoff.fixed(Duration.ofNanos(Settings.DEFAULT_OPEN_NANOS));
  private int probes;
  private int successThreshold;
  long leaseNanos = Duration.ofMinutes(1).toNanos();
  final List<CircuitListener> listeners = new ArrayList<>();
  Timebase timebase = Timebase.system();
  RandomGenerator random = new ThreadRandom();

  CircuitBreakerBuilder(String name) {
    this.name = OneLine.of(Objects.requireNonNull(name, "name"));
  }

  /**
   * Opens after so many failures in a row; a success starts the count again. One probe, unless {@link #probes} says
   * otherwise, and rates do not matter.
   *
   * @param count between 1 and 1,000,000
   * @throws IllegalArgumentException if it is not
   */
  public CircuitBreakerBuilder consecutiveFailures(int count) {
    Check.between("count", count, 1, Tally.MOST);
    return failures(count, count);
  }

  /**
   * Opens after so many failures among the last calls, as soon as there are as many. One probe, unless {@link #probes}
   * says otherwise, and rates do not matter.
   *
   * @param count between 1 and {@code calls}
   * @param calls between 1 and 1,000,000
   * @throws IllegalArgumentException if one is out of its range
   */
  public CircuitBreakerBuilder failures(int count, int calls) {
    Check.between("calls", calls, 1, Tally.MOST);
    Check.between("count", count, 1, calls);
    this.failures = count;
    this.windowCalls = calls;
    return this;
  }

  /**
   * Looks at the last calls; the default, with 100 of them.
   *
   * @param calls between 1 and 1,000,000
   * @throws IllegalArgumentException if it is not
   */
  public CircuitBreakerBuilder countWindow(int calls) {
    Check.between("calls", calls, 1, Tally.MOST);
    this.windowCalls = calls;
    this.failures = 0;
    return this;
  }

  /** Looks at the calls of a stretch of time, in ten buckets; as {@link #timeWindow(Duration, int)}. */
  public CircuitBreakerBuilder timeWindow(Duration time) {
    return timeWindow(time, DEFAULT_BUCKETS);
  }

  /**
   * Looks at the calls of a stretch of time: of the bucket under way and of those before it.
   *
   * @param time up to one day, at least 1 ms for each bucket
   * @param bucketCount how finely it is divided, between 1 and 1000
   * @throws IllegalArgumentException if one is out of its range
   */
  public CircuitBreakerBuilder timeWindow(Duration time, int bucketCount) {
    Check.between("bucketCount", bucketCount, 1, MOST_BUCKETS);
    long nanos = Nanos.of("time", time);
    if (time.compareTo(LONGEST_WINDOW) > 0 || nanos / bucketCount < SHORTEST_BUCKET) {
      throw new IllegalArgumentException(
          "time must be between " + bucketCount + "ms and one day, was " + time);
    }
    this.windowNanos = nanos;
    this.buckets = bucketCount;
    this.windowCalls = 0;
    this.failures = 0;
    return this;
  }

  /**
   * Opens when this share of the calls in the window has failed: 50 by default.
   *
   * @param percent more than 0, at most 100; reaching it is enough
   * @throws IllegalArgumentException if it is not
   */
  public CircuitBreakerBuilder failureRate(double percent) {
    this.failureRate = Check.percent("failureRate", percent);
    return this;
  }

  /**
   * Does not open before so many calls are in the window: 20 by default. In a window of the last calls it is
   * at most the size of the window, whatever is set here.
   *
   * @param calls 1 or more
   * @throws IllegalArgumentException if it is less
   */
  public CircuitBreakerBuilder minimumCalls(int calls) {
    Check.between("minimumCalls", calls, 1, Integer.MAX_VALUE);
    this.minimumCalls = calls;
    return this;
  }

  /**
   * Opens also when this share of the calls was slow, whether or not they failed. Calls that are still under way and
   * have been for that long count as slow, without waiting for their end. It costs three clock readings for each call,
   * when it is asked for, begun and ended; four in a window of time.
   *
   * <p>A call is under way once the breaker has granted it, although a guard behind it makes it wait: in a policy put
   * what makes calls wait, a limiter, before the breaker.
   *
   * @param threshold a call is slow if it takes longer; more than zero
   * @param percent more than 0, at most 100; reaching it is enough
   * @throws IllegalArgumentException if one is out of its range
   */
  public CircuitBreakerBuilder slowCalls(Duration threshold, double percent) {
    this.slowNanos = Check.positive("threshold", threshold);
    this.slowRate = Check.percent("percent", percent);
    return this;
  }

  /**
   * Stays open for this long each time: 30 s by default.
   *
   * @param time more than zero
   * @throws IllegalArgumentException if it is not
   */
  public CircuitBreakerBuilder openTime(Duration time) {
    this.openTime = Backoff.fixed(Duration.ofNanos(Check.positive("openTime", time)));
    return this;
  }

  /**
   * Stays open as long as a function says: it is asked with how many times in a row the breaker has opened, from 1, and
   * the open time before. {@code Backoff.exponential(ofSeconds(5), 2, ofMinutes(5))} grows with each failed probing;
   * {@link Backoff#jittered} spreads it, so that many clients do not probe together; any function will do. One
   * that throws leaves 30 s, one that answers zero lets the next call probe. Beyond its {@link Backoff#limit} its last
   * answer holds. {@link CircuitBreaker#open} starts the growth anew.
   *
   * <p>It may be asked by several threads at once for one opening: one of the answers holds for all.
   */
  public CircuitBreakerBuilder openTime(Backoff time) {
    this.openTime = Objects.requireNonNull(time, "openTime");
    return this;
  }

  /**
   * Makes so many probes when half-open: 3 by default, 1 with {@link #consecutiveFailures} or {@link #failures}.
   *
   * @param count between 1 and 100,000
   * @throws IllegalArgumentException if it is not
   */
  public CircuitBreakerBuilder probes(int count) {
    Check.between("probes", count, 1, MOST_PROBES);
    this.probes = count;
    return this;
  }

  /**
   * Closes as soon as so many probes succeed, none of them slow, and opens as soon as that cannot be reached any more.
   * By default all probes are waited for and judged by the rates; with {@link #consecutiveFailures} or
   * {@link #failures} all have to succeed.
   *
   * @param count between 1 and the number of probes
   * @throws IllegalArgumentException if it is less than 1
   */
  public CircuitBreakerBuilder successThreshold(int count) {
    Check.between("successThreshold", count, 1, MOST_PROBES);
    this.successThreshold = count;
    return this;
  }

  /**
   * Gives up on calls that are never heard of after this long, 1 min by default: a probe frees its place, a call under
   * way no longer counts as slow. With {@link #slowCalls} the time begins when a call becomes slow. Longer than the
   * longest call worth waiting for.
   *
   * @param time more than zero
   * @throws IllegalArgumentException if it is not
   */
  public CircuitBreakerBuilder leaseTime(Duration time) {
    this.leaseNanos = Check.positive("leaseTime", time);
    return this;
  }

  /** Adds a listener; all are told, in the order added. */
  public CircuitBreakerBuilder listener(CircuitListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /** Reads another clock; the machine's by default. */
  public CircuitBreakerBuilder timebase(Timebase clock) {
    this.timebase = Objects.requireNonNull(clock, "timebase");
    return this;
  }

  /** Draws from another source for an open time that is jittered; safe for use by many threads. */
  public CircuitBreakerBuilder random(RandomGenerator source) {
    this.random = Objects.requireNonNull(source, "random");
    return this;
  }

  /**
   * Makes one breaker.
   *
   * @throws IllegalArgumentException if more probes have to succeed than there are, or a rate, a minimum or slow calls
   *     were set where failures are counted
   */
  public CircuitBreaker build() {
    return new CircuitBreaker(name, new Settings(this));
  }

  /**
   * Makes a breaker for each key, all with these settings.
   *
   * @throws IllegalArgumentException as for {@link #build}
   */
  public CircuitBreakers perKey(KeyLimits limits) {
    return new CircuitBreakers(name, new Settings(this), limits);
  }

  int windowCalls() {
    return windowCalls;
  }

  TripRule tripRule() {
    refuseBesideFailures("slowCalls", slowNanos != Nanos.FOREVER);
    refuseBesideFailures("failureRate", failureRate > 0);
    refuseBesideFailures("minimumCalls", minimumCalls > 0);
    double rate = failureRate == 0 ? DEFAULT_RATE : failureRate;
    int minimum = minimumCalls == 0 ? DEFAULT_MINIMUM : minimumCalls;
    int most = windowCalls == 0 ? Integer.MAX_VALUE : windowCalls;
    return new TripRule(failures > 0 ? 1 : Math.min(minimum, most), rate, slowRate, failures);
  }

  private void refuseBesideFailures(String setting, boolean said) {
    if (failures > 0 && said) {
      throw new IllegalArgumentException(
          setting + " needs a countWindow or a timeWindow, but failures were counted: " + failures
              + " of " + windowCalls);
    }
  }

  Probation probation() {
    int count = probes > 0 ? probes : failures > 0 ? 1 : DEFAULT_PROBES;
    if (successThreshold > count) {
      throw new IllegalArgumentException("successThreshold must be between 1 and probes, which is "
          + count + ", was " + successThreshold);
    }
    int all = failures > 0 ? count : 0;
    return new Probation(count, successThreshold > 0 ? successThreshold : all);
  }

  @Override
  CircuitBreakerBuilder self() {
    return this;
  }
}
