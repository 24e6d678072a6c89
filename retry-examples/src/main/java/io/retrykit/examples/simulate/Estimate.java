package io.retrykit.examples.simulate;

/**
 * A mean, and how far it may be off.
 *
 * @param mean of the trials
 * @param error the standard error of the mean, zero or more
 */
record Estimate(double mean, double error) {
  /** Returns the estimate from values, two or more. */
  static Estimate of(double[] values) {
    if (values.length < 2) {
      throw new IllegalArgumentException("values must be two or more, were " + values.length);
    }
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Estimate(mean, Math.sqrt(squares / (values.length - 1) / values.length));
  }
}
