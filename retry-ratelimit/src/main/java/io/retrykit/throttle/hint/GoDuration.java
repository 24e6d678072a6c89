package io.retrykit.throttle.hint;

import io.retrykit.time.Nanos;

/**
 * Durations as the Go programming language writes them: decimal numbers, each with a unit, one after another: {@code
 * 1h2m3.5s}. A point needs a digit on one of its sides. A leading plus is allowed, {@code 0} needs no unit.
 *
 * <p>Source: the Go standard library, {@code time.ParseDuration}; negative durations, which that reads too, are
 * malformed here.
 */
final class GoDuration {
  private GoDuration() {}

  /** Returns nanoseconds, at most {@link Nanos#FOREVER}, where Go reports an overflow; -1 if the text is malformed. */
  static long parse(String text) {
    int at = text.startsWith("+") ? 1 : 0;
    if (at == text.length()) {
      return -1;
    }
    if (text.length() == at + 1 && text.charAt(at) == '0') {
      return 0;
    }
    long total = 0;
    while (at < text.length()) {
      int whole = at;
      int dot = Digits.end(text, whole);
      boolean fractional = dot < text.length() && text.charAt(dot) == '.';
      int fraction = fractional ? dot + 1 : dot;
      int end = Digits.end(text, fraction);
      at = endOfUnit(text, end);
      long unit = unit(text.substring(end, at));
      if (unit < 0 || (dot == whole && end == fraction)) {
        return -1;
      }
      long units = dot == whole ? 0 : Digits.parse(text, whole, dot);
      total = Nanos.plus(total, Nanos.times(units, unit));
      total = Nanos.plus(total, Decimals.fraction(text, fraction, end, unit));
    }
    return total;
  }

  private static int endOfUnit(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) != '.' && !Digits.isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static long unit(String name) {
    return switch (name) {
      case "ns" -> 1L;
      case "us", "\u00b5s", "\u03bcs" -> 1_000L; // the micro sign, and the Greek letter
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> -1L;
    };
  }
}
