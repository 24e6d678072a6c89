package io.retrykit.throttle.hint;

import java.util.List;

/**
 * Reads a text from left to right. Once something is not there that has to be, the cursor has failed and stays so: what
 * it returns from then on means nothing, and only {@link #isDone} needs asking, at the end. For one thread.
 */
final class Cursor {
  private final String text;
  private int at;
  private boolean failed;

  Cursor(String text) {
    this.text = text;
  }

  /** Tells whether all was there that had to be, and nothing is left. */
  boolean isDone() {
    return !failed && at == text.length();
  }

  /** Fails: something is there that must not be. */
  void fail() {
    failed = true;
  }

  /** Returns the next character, without reading it; NUL at the end, or when the cursor has failed. */
  char peek() {
    return failed || at == text.length() ? '\0' : text.charAt(at);
  }

  /** Reads the next character, which there has to be, and returns it as {@link #peek} does. */
  char read() {
    char c = peek();
    if (at == text.length()) {
      fail();
    } else {
      at++;
    }
    return c;
  }

  /** Reads this character if it is the next one. */
  boolean skip(char wanted) {
    boolean found = !failed && at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  /** Reads this text, which has to be next. */
  void expect(String wanted) {
    if (!failed && text.startsWith(wanted, at)) {
      at += wanted.length();
    } else {
      fail();
    }
  }

  /** Reads one of these names, none of which begins another, and returns its index. */
  int oneOf(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (!failed && text.startsWith(names.get(i), at)) {
        at += names.get(i).length();
        return i;
      }
    }
    fail();
    return 0;
  }

  /** Reads a number of exactly so many digits. */
  int number(int digits) {
    boolean there = !failed && digits <= text.length() - at;
    long number = there ? Digits.parse(text, at, at + digits) : -1;
    if (number < 0) {
      fail();
      return 0;
    }
    at += digits;
    return (int) number;
  }

  /** Reads the digits that are next, as many as there are, and returns them; there has to be one. */
  String digits() {
    int from = at;
    at = failed ? at : Digits.end(text, at);
    if (at == from) {
      fail();
    }
    return text.substring(from, at);
  }
}
