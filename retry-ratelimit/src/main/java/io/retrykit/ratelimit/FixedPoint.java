package io.retrykit.ratelimit;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Fractions as whole numbers of a small unit, so that sums are exact and fit one atomic word. */
final class FixedPoint {
  private FixedPoint() {}

  /**
   * Converts a setting: what it shows in decimals is what it is, so 0.1 is a tenth exactly. Further decimals are cut
   * off.
   *
   * @param name the argument's name, for the message
   * @param decimals how many to keep
   * @param least the least value allowed, itself included
   * @param most the greatest value allowed, itself included
   * @return {@code value * 10^decimals}
   * @throws IllegalArgumentException if the value is not a number between the two
   */
  static long of(String name, double value, int decimals, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + " must be between " + text(least) + " and " + text(most) + ", was " + value);
    }
    return BigDecimal.valueOf(value)
        .setScale(decimals, RoundingMode.DOWN)
        .unscaledValue()
        .longValueExact();
  }

  private static String text(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }
}
