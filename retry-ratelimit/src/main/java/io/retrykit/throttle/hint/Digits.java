package io.retrykit.throttle.hint;

import io.retrykit.time.Nanos;

/** Reads numbers made of the digits 0 to 9 and nothing else: no sign, no grouping, no digits of other scripts. */
final class Digits {
  /** What every parser here answers for what it does not understand. */
  static final long MALFORMED = -1;

  private static final long BILLION = 1_000_000_000L;

  private Digits() {}

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Returns the number, {@link Nanos#FOREVER} if it is too long for that, or {@link #MALFORMED}. */
  static long whole(CharSequence text) {
    if (text.length() == 0) {
      return MALFORMED;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isDigit(c)) {
        return MALFORMED;
      }
      value = Nanos.plus(Nanos.times(value, 10L), c - '0');
    }
    return value;
  }

  /** Returns a whole number of units in nanoseconds, saturated, or {@link #MALFORMED}. */
  static long whole(CharSequence text, long unitNanos) {
    long value = whole(text);
    return value < 0 ? MALFORMED : Nanos.times(value, unitNanos);
  }

  /**
   * Returns a number of units with an optional decimal fraction in nanoseconds, saturated, or {@link #MALFORMED}.
   *
   * @param text as {@code 12} or {@code 1.5}; at least one digit on each side of the point
   * @param unitNanos a unit's nanoseconds
   */
  static long decimal(CharSequence text, long unitNanos) {
    int point = text.toString().indexOf('.');
    if (point < 0) {
      return whole(text, unitNanos);
    }
    long units = whole(text.subSequence(0, point), unitNanos);
    long rest = fraction(text.subSequence(point + 1, text.length()), unitNanos);
    return units < 0 || rest < 0 ? MALFORMED : Nanos.plus(units, rest);
  }

  /** Returns the decimals of a unit in nanoseconds, those beyond the ninth left out, or {@link #MALFORMED}. */
  static long fraction(CharSequence decimals, long unitNanos) {
    if (whole(decimals) < 0) {
      return MALFORMED;
    }
    long billionths = 0;
    for (int i = 0; i < 9; i++) {
      billionths = billionths * 10 + (i < decimals.length() ? decimals.charAt(i) - '0' : 0);
    }
    // split, so that neither product leaves a long: a unit has at most an hour
    return unitNanos / BILLION * billionths + unitNanos % BILLION * billionths / BILLION;
  }
}
