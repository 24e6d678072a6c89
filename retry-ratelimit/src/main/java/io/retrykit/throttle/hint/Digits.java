package io.retrykit.throttle.hint;

/** Whole numbers without a sign, in the digits of ASCII, of any length. */
final class Digits {
  private Digits() {}

  /** Returns the number, at most {@link Long#MAX_VALUE}; -1 if the text is anything but digits, or empty. */
  static long parse(String text) {
    return parse(text, 0, text.length());
  }

  /** Returns the number in a part of a text, as {@link #parse(String)} does. */
  static long parse(String text, int from, int to) {
    if (from >= to) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isDigit(c)) {
        return -1;
      }
      int digit = c - '0';
      number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
    }
    return number;
  }

  /** Returns where the digits that begin at an index end. */
  static int end(String text, int from) {
    int i = from;
    while (i < text.length() && isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** {@link Character#isDigit} would also let in the digits of other scripts. */
  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
