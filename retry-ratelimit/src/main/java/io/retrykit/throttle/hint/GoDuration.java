package io.retrykit.throttle.hint;

import io.retrykit.time.Nanos;

/**
 * Durations as Go writes them: {@code 6m0s}, {@code 1m30.951s}, {@code 12ms}. The grammar is that of Go's
 * {@code time.ParseDuration}, without a sign: a wait is not negative.
 */
final class GoDuration {
  private GoDuration() {}

  /** Returns nanoseconds, saturated, or {@link Digits#MALFORMED}. */
  static long parse(String text) {
    if (text.equals("0")) {
      return 0;
    }
    long sum = 0;
    int at = 0;
    while (at < text.length()) {
      int numberEnd = end(text, at, true);
      int unitEnd = end(text, numberEnd, false);
      long part = part(text.substring(at, numberEnd), unit(text.substring(numberEnd, unitEnd)));
      if (part < 0) {
        return Digits.MALFORMED;
      }
      sum = Nanos.plus(sum, part);
      at = unitEnd;
    }
    return at == 0 ? Digits.MALFORMED : sum;
  }

  private static int end(String text, int from, boolean ofNumber) {
    int at = from;
    while (at < text.length()
        && (Digits.isDigit(text.charAt(at)) || text.charAt(at) == '.') == ofNumber) {
      at++;
    }
    return at;
  }

  /** Go takes {@code 1.s} and {@code .5s}, though not a point by itself. */
  private static long part(String number, long unitNanos) {
    if (unitNanos < 0 || number.isEmpty() || number.equals(".")) {
      return Digits.MALFORMED;
    }
    String whole = number.startsWith(".") ? "0" + number : number;
    return Digits.decimal(whole.endsWith(".") ? whole + "0" : whole, unitNanos);
  }

  private static long unit(String name) {
    return switch (name) {
      case "ns" -> 1L;
      case "us", "\u00b5s", "\u03bcs" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> Digits.MALFORMED;
    };
  }
}
