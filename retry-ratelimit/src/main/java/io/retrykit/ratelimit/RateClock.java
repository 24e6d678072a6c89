package io.retrykit.ratelimit;

/**
 * Measures how much is sent a second, in time buckets aligned to the clock: the first response of a later bucket closes
 * the one before, itself included, and the newest bucket is averaged in. Immutable.
 *
 * <p>Source: the rate measurement of the AWS SDKs' adaptive mode.
 *
 * @param lastBucket where the open bucket began, in seconds
 * @param count what has been answered since the last one was closed
 * @param rate the measured rate, a second
 */
record RateClock(double lastBucket, double count, double rate) {
  /** Returns a clock that has measured nothing; the SDKs start theirs at a whole second. */
  static RateClock startingAt(CubicSettings settings, double now) {
    return new RateClock(Math.min(Math.floor(now), bucketOf(settings, now)), 0, 0);
  }

  RateClock recorded(CubicSettings settings, double now, double amount) {
    double bucket = bucketOf(settings, now);
    double counted = count + amount;
    if (bucket
        <= lastBucket) { // less after a step back of the clock, which must not stop the measuring
      return new RateClock(bucket, counted, rate);
    }
    double newest = counted / (bucket - lastBucket);
    double smoothed = newest * settings.smoothing() + rate * (1 - settings.smoothing());
    return new RateClock(bucket, 0, smoothed);
  }

  private static double bucketOf(CubicSettings settings, double now) {
    return Math.floor(now / settings.bucketSeconds()) * settings.bucketSeconds();
  }
}
