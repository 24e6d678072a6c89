package io.retrykit.throttle.hint;

import io.retrykit.time.Nanos;

/** Decimal numbers of some unit of time, without sign or exponent, exact to the nanosecond below. */
final class Decimals {
  private Decimals() {}

  /**
   * Reads digits, perhaps followed by a point and more digits.
   *
   * @param unit the unit's length in nanoseconds, at most an hour
   * @return nanoseconds, at most {@link Nanos#FOREVER}; -1 if the text is something else
   */
  static long nanos(String text, long unit) {
    int dot = Digits.end(text, 0);
    long whole = Digits.parse(text, 0, dot);
    if (whole < 0 || dot == text.length()) {
      return whole < 0 ? -1 : Nanos.times(whole, unit);
    }
    int fraction = dot + 1;
    if (text.charAt(dot) != '.' || Digits.parse(text, fraction, text.length()) < 0) {
      return -1;
    }
    return Nanos.plus(Nanos.times(whole, unit), fraction(text, fraction, text.length(), unit));
  }

  /**
   * Returns the nanoseconds of a fraction of a unit, cut.
   *
   * @param from where its digits begin
   * @param to where they end; there are only digits between
   */
  static long fraction(String text, int from, int to, long unit) {
    long nanos = 0;
    // from the last digit on, so that a cut in each step is one cut at the end: floor(floor(x) /
    // 10)
    // is floor(x / 10)
    for (int i = to - 1; i >= from; i--) {
      nanos = ((text.charAt(i) - '0') * unit + nanos) / 10;
    }
    return nanos;
  }
}
