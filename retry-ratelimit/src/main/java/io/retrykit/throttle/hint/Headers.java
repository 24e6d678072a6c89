package io.retrykit.throttle.hint;

import org.jspecify.annotations.Nullable;

/** The headers of a response as they may be trusted: trimmed, of a bounded length, and never throwing. */
final class Headers {
  private static final int LONGEST = 4_096;

  private final HeaderSource source;

  Headers(HeaderSource source) {
    this.source = source;
  }

  /** Returns a value without the white space around it; null if it is absent or longer than any header makes sense. */
  @Nullable
  String get(String name) {
    try {
      String value = source.first(name);
      return value == null || value.length() > LONGEST ? null : trimmed(value);
    } catch (RuntimeException | LinkageError | StackOverflowError broken) {
      return null; // somebody else's object: what it cannot tell it does not say
    }
  }

  /** RFC 9110 5.6.3: space and tab; other white space is part of a value, and makes it malformed. */
  private static String trimmed(String value) {
    int from = 0;
    int to = value.length();
    while (from < to && isBlank(value.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(value.charAt(to - 1))) {
      to--;
    }
    return value.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
