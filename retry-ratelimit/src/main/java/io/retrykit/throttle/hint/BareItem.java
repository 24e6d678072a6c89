package io.retrykit.throttle.hint;

/**
 * The values within structured fields.
 *
 * <p>Source: RFC 9651, 3.3 and 4.2.3.1.
 */
final class BareItem {
  /** What stands there is well-formed, and no whole number of zero or more. */
  static final long NO_NUMBER = -1;

  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~:/";

  private BareItem() {}

  /** Reads a value of any kind and returns it if it is a whole number of zero or more, else {@link #NO_NUMBER}. */
  static long number(Cursor in) {
    char first = in.peek();
    if (Digits.isDigit(first) || first == '-') {
      return digits(in);
    }
    if (beginsToken(first)) {
      token(in);
      return NO_NUMBER;
    }
    in.read();
    switch (first) {
      case '"' -> string(in, true);
      case ':' -> bytes(in);
      case '?' -> truth(in);
      case '@' -> digits(in);
      case '%' -> {
        in.expect("\"");
        string(in, false);
      }
      default -> in.fail();
    }
    return NO_NUMBER;
  }

  private static long digits(Cursor in) {
    boolean negative = in.skip('-');
    String whole = in.digits();
    if (in.skip('.')) {
      in.digits();
      return NO_NUMBER;
    }
    return negative ? NO_NUMBER : Digits.parse(whole);
  }

  /** Tells whether a token begins with this character; a name does only with some of these. */
  static boolean beginsToken(char c) {
    return isLetter(c) || c == '*';
  }

  /** Reads a token, or a name. */
  static String token(Cursor in) {
    StringBuilder token = new StringBuilder();
    if (!beginsToken(in.peek())) {
      in.fail();
    }
    while (isLetter(in.peek()) || Digits.isDigit(in.peek()) || isMark(in.peek())) {
      token.append(in.read());
    }
    return token.toString();
  }

  /** Tells whether a token is also the name of a parameter or member. */
  static boolean isKey(String token) {
    return token.chars().allMatch(c -> (c >= 'a' && c <= 'z') || "0123456789_-.*".indexOf(c) >= 0);
  }

  /** A display string has escapes of its own, none of which hides a quote. */
  private static void string(Cursor in, boolean escapes) {
    for (char c = in.read(); c != '"'; c = in.read()) {
      if (escapes && c == '\\') {
        c = in.read();
        if (c != '"' && c != '\\') {
          in.fail();
        }
      }
      if (c < ' ' || c > '~') {
        in.fail(); // the end, too, which reads as NUL
        return;
      }
    }
  }

  private static void bytes(Cursor in) {
    while (isLetter(in.peek()) || Digits.isDigit(in.peek()) || "+/=".indexOf(in.peek()) >= 0) {
      in.read();
    }
    in.expect(":");
  }

  private static void truth(Cursor in) {
    if (!in.skip('0')) {
      in.expect("1");
    }
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isMark(char c) {
    return TOKEN_MARKS.indexOf(c) >= 0;
  }
}
