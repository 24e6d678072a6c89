package io.retrykit.ratelimit;

/**
 * The constants of client rate control. Immutable.
 *
 * @param beta what remains of the rate after a throttle
 * @param scale how steeply the rate grows again
 * @param smoothing the weight of the newest measurement
 * @param bucketSeconds how long one measurement takes
 * @param minimumRate the least the bucket fills with, a second
 * @param growth how far the rate may go beyond the measured one
 * @param minimumCapacity the least the bucket holds when full
 */
record CubicSettings(
    double beta,
    double scale,
    double smoothing,
    double bucketSeconds,
    double minimumRate,
    double growth,
    double minimumCapacity) {
  /** The figures of the AWS SDKs' adaptive mode. */
  static final CubicSettings AWS = new CubicSettings(0.7, 0.4, 0.8, 0.5, 0.5, 2.0, 1.0);

  /** Returns a rate bounded by what is measured. */
  double bounded(double rate, double measured) {
    return Math.min(rate, growth * measured);
  }

  /** Returns what a bucket fills with, a second, for a bounded rate. */
  double fillRate(double bounded) {
    return Math.max(minimumRate, bounded);
  }

  /** Returns what a bucket holds when full, for a bounded rate. */
  double capacity(double bounded) {
    return Math.max(minimumCapacity, bounded);
  }
}
