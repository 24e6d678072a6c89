package io.retrykit.config;

import io.retrykit.backoff.Backoff;
import io.retrykit.time.Durations;
import java.time.Duration;
import java.util.Arrays;

/** Reads backoffs as they are written in configuration files. */
final class BackoffText {
  static final String ALLOWED =
      "none, fixed 1s, linear 1s 500ms (first, step), fibonacci 1s 60s (unit, cap), "
          + "exponential 1s 2 60s (first, base, cap), or list 1s 2s 5s";

  private BackoffText() {}

  static Backoff parse(String key, String text) {
    String[] words = text.strip().split("[\\s,]+", -1);
    String kind = words[0];
    int arguments = words.length - 1;
    try {
      if (kind.equals("none") && arguments == 0) {
        return Backoff.none();
      }
      if (kind.equals("fixed") && arguments == 1) {
        return Backoff.fixed(duration(key, words[1]));
      }
      if (kind.equals("linear") && arguments == 2) {
        return Backoff.linear(duration(key, words[1]), duration(key, words[2]));
      }
      if (kind.equals("fibonacci") && arguments == 2) {
        return Backoff.fibonacci(duration(key, words[1]), duration(key, words[2]));
      }
      if (kind.equals("exponential") && arguments == 3) {
        return Backoff.exponential(
            duration(key, words[1]), Double.parseDouble(words[2]), duration(key, words[3]));
      }
      if (kind.equals("list") && arguments >= 1) {
        return Backoff.list(Arrays.stream(words, 1, words.length)
            .map(word -> duration(key, word))
            .toArray(Duration[]::new));
      }
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(
          key + " must be " + ALLOWED + ", was \"" + text + "\": " + malformed.getMessage(),
          malformed);
    }
    throw new IllegalArgumentException(key + " must be " + ALLOWED + ", was \"" + text + '"');
  }

  private static Duration duration(String key, String word) {
    return Durations.parse(key, word);
  }
}
