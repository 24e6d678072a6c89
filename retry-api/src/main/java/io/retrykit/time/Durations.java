package io.retrykit.time;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as people write them in configuration files and annotations. */
public final class Durations {
  /** What {@link #parse} accepts, in words. */
  public static final String ALLOWED =
      "a number with a unit (ns, us, ms, s, m, h, d), as 500ms, 1.5s or 2m, or ISO-8601, as PT1S";

  private static final Pattern SIMPLE =
      Pattern.compile("([0-9]{1,18})(?:\\.([0-9]{1,9}))?\\s*(ns|us|ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads a duration of zero or more.
   *
   * @param name what it is for, for the message
   * @param text {@value #ALLOWED}
   * @throws IllegalArgumentException if the text is something else, or negative; the message gives name, rule and text
   */
  public static Duration parse(String name, String text) {
    String trimmed = text.strip();
    Matcher simple = SIMPLE.matcher(trimmed);
    try {
      Duration duration = simple.matches() ? simple(simple) : Duration.parse(trimmed);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeException | ArithmeticException malformed) {
      // falls through to the one message
    }
    throw new IllegalArgumentException(name + " must be " + ALLOWED + ", was \"" + text + '"');
  }

  private static Duration simple(Matcher parts) {
    long unit = unit(parts.group(3));
    Duration whole = Duration.ofNanos(unit).multipliedBy(Long.parseLong(parts.group(1)));
    String decimals = parts.group(2);
    if (decimals == null) {
      return whole;
    }
    long billionths = Long.parseLong((decimals + "000000000").substring(0, 9));
    // by Duration, in whole numbers: a double would lose nanoseconds, and a long overflows from
    // hours on
    return whole.plus(Duration.ofNanos(unit).multipliedBy(billionths).dividedBy(1_000_000_000L));
  }

  private static long unit(String name) {
    return switch (name) {
      case "ns" -> 1L;
      case "us" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> 86_400_000_000_000L;
    };
  }
}
