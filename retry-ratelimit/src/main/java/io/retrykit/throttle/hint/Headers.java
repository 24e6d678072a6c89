package io.retrykit.throttle.hint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The headers of one response while they are read: trimmed, bounded, and never throwing. For one thread. */
final class Headers {
  private static final int LONGEST = 4_096;

  private final HeaderSource source;
  private final Instant now;
  private @Nullable Instant base;

  Headers(HeaderSource source, Instant now) {
    this.source = source;
    this.now = now;
  }

  /** Returns a value without the white space around it; null if it is absent or too long to be meant. */
  @Nullable
  String text(String name) {
    String value = raw(name);
    return value == null || value.length() > LONGEST ? null : trimmed(value);
  }

  /** Returns a value as it is, however long; null if it is absent. */
  @Nullable
  String raw(String name) {
    try {
      return source.first(name);
    } catch (Throwable broken) {
      return null; // the source is somebody else's, perhaps reached by reflection
    }
  }

  /** Returns a whole number, zero or more; -1 if the header says something else or is absent. */
  long number(String name) {
    String value = text(name);
    return value == null ? -1 : Digits.parse(value);
  }

  /** Returns what the server takes for now. */
  Instant base() {
    Instant known = base;
    if (known == null) {
      String date = text("date");
      Instant parsed = date == null ? null : HttpDate.parse(date, now);
      known = parsed == null ? now : parsed;
      base = known;
    }
    return known;
  }

  /** Returns a value without the white space around it. */
  static String trimmed(String value) {
    int from = 0;
    int to = value.length();
    while (from < to && isSpace(value.charAt(from))) {
      from++;
    }
    while (from < to && isSpace(value.charAt(to - 1))) {
      to--;
    }
    return value.substring(from, to);
  }

  /** RFC 9110, 5.6.3: optional white space is spaces and tabs. */
  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }
}
