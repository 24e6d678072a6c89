package io.retrykit.ratelimit;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Decimal settings in whole thousandths. */
final class Thousandths {
  private Thousandths() {}

  /** Returns what is written, cut after three decimals: 0.1 is exactly 100, which a product of doubles may miss. */
  static long of(double value) {
    return BigDecimal.valueOf(value)
        .movePointRight(3)
        .setScale(0, RoundingMode.DOWN)
        .longValueExact();
  }
}
