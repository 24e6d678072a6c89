package io.retrykit.examples.chart;

/**
 * One point of a series: a value, and the range around it.
 *
 * @param x where it lies on the horizontal axis
 * @param low the lower end of the range; equal to {@code y} where there is none
 * @param y the value
 * @param high the upper end of the range
 */
public record Point(double x, double low, double y, double high) {
  /** Checks the order. */
  public Point {
    if (!(low <= high) || !Double.isFinite(x + y + low + high)) {
      throw new IllegalArgumentException("low must be at most high, and all finite, were " + x
          + ", " + low + ", " + y + ", " + high);
    }
  }

  /** Returns a point without a range. */
  public static Point of(double x, double y) {
    return new Point(x, y, y, y);
  }
}
