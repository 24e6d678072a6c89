package io.retrykit.ratelimit;

import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.time.Duration;
import java.util.Objects;

/**
 * Builds an {@link AdaptiveRateLimiter}. The defaults are the constants of the AWS SDKs' adaptive mode, made for requests
 * that cost 1 each; where costs are tokens, {@link #scale}, {@link #minimumRate} and {@link #minimumCapacity} want to be as
 * many times greater as a usual request costs. Not safe for use by several threads.
 */
public final class AdaptiveRateLimiterBuilder {
  private static final double MOST = 1e12;

  private String name = "adaptive-rate";
  private double beta = CubicSettings.AWS.beta();
  private double scale = CubicSettings.AWS.scale();
  private double smoothing = CubicSettings.AWS.smoothing();
  private double bucketSeconds = CubicSettings.AWS.bucketSeconds();
  private double minimumRate = CubicSettings.AWS.minimumRate();
  private double growth = CubicSettings.AWS.growth();
  private double minimumCapacity = CubicSettings.AWS.minimumCapacity();
  private long maxWaitNanos = Duration.ofMinutes(5).toNanos();
  private Timebase timebase = Timebase.system();

  AdaptiveRateLimiterBuilder() {}

  /** Sets the name for messages, events and logs; {@code adaptive-rate} by default. */
  public AdaptiveRateLimiterBuilder name(String newName) {
    this.name = Objects.requireNonNull(newName, "name");
    return this;
  }

  /** Sets what remains of the rate after a throttle: more than 0, less than 1; 0.7 by default. */
  public AdaptiveRateLimiterBuilder beta(double newBeta) {
    this.beta = checked("beta", newBeta, newBeta < 1, "more than 0 and less than 1");
    return this;
  }

  /** Sets how steeply the rate grows, a second cubed: more than 0, at most 1e12; 0.4 by default. */
  public AdaptiveRateLimiterBuilder scale(double newScale) {
    this.scale = checked("scale", newScale);
    return this;
  }

  /** Sets the weight of the newest measurement: more than 0, at most 1; 0.8 by default. */
  public AdaptiveRateLimiterBuilder smoothing(double newSmoothing) {
    this.smoothing =
        checked("smoothing", newSmoothing, newSmoothing <= 1, "more than 0 and at most 1");
    return this;
  }

  /** Sets how long one measurement takes: between 1 ms and 1 h; half a second by default. */
  public AdaptiveRateLimiterBuilder bucket(Duration bucket) {
    long nanos = Nanos.of("bucket", bucket);
    if (nanos < 1_000_000 || nanos > Duration.ofHours(1).toNanos()) {
      throw new IllegalArgumentException("bucket must be between 1 ms and 1 h, was " + bucket);
    }
    this.bucketSeconds = nanos / 1e9;
    return this;
  }

  /** Sets the rate that throttles do not get below, a second: more than 0, at most 1e12; 0.5 by default. */
  public AdaptiveRateLimiterBuilder minimumRate(double newRate) {
    this.minimumRate = checked("minimumRate", newRate);
    return this;
  }

  /** Sets how many times the measured rate the rate may grow to: between 1 and 1e12; 2 by default. */
  public AdaptiveRateLimiterBuilder growth(double newGrowth) {
    this.growth =
        checked("growth", newGrowth, newGrowth >= 1 && newGrowth <= MOST, "between 1 and 1e12");
    return this;
  }

  /** Sets the least that may be sent at one moment after a quiet time: more than 0, at most 1e12; 1 by default. */
  public AdaptiveRateLimiterBuilder minimumCapacity(double newCapacity) {
    this.minimumCapacity = checked("minimumCapacity", newCapacity);
    return this;
  }

  /**
   * Sets how long an attempt may be made to wait; 5 minutes by default. A call's deadline shortens it.
   *
   * @param maxWait zero or more
   */
  public AdaptiveRateLimiterBuilder maxWait(Duration maxWait) {
    this.maxWaitNanos = Nanos.of("maxWait", maxWait);
    return this;
  }

  /** Sets where time comes from; {@link Timebase#system()} by default. */
  public AdaptiveRateLimiterBuilder timebase(Timebase newTimebase) {
    this.timebase = Objects.requireNonNull(newTimebase, "timebase");
    return this;
  }

  /** Returns the limiter, not limiting. */
  public AdaptiveRateLimiter build() {
    CubicSettings settings = new CubicSettings(
        beta, scale, smoothing, bucketSeconds, minimumRate, growth, minimumCapacity);
    CubicState initial = CubicState.startingAt(settings, 0);
    return new AdaptiveRateLimiter(name, settings, initial, maxWaitNanos, timebase);
  }

  private static double checked(String argument, double value) {
    return checked(argument, value, value <= MOST, "more than 0 and at most 1e12");
  }

  /** Refuses NaN as well: it is not more than zero. */
  private static double checked(String argument, double value, boolean allowed, String rule) {
    if (!(value > 0) || !allowed) {
      throw new IllegalArgumentException(argument + " must be " + rule + ", was " + value);
    }
    return value;
  }
}
