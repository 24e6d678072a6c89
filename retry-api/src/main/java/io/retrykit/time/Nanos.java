package io.retrykit.time;

import java.time.Duration;

/**
 * Arithmetic on amounts of nanoseconds that are zero or more. Sums and products stop at {@link Long#MAX_VALUE} (292
 * years), which stands for "without end"; nothing wraps.
 */
public final class Nanos {
  /** The longest amount there is; stands for "without end". */
  public static final long FOREVER = Long.MAX_VALUE;

  private static final long SECOND = 1_000_000_000L;
  private static final Duration LONGEST = Duration.ofNanos(FOREVER);

  private Nanos() {}

  /**
   * Converts a setting, checking it.
   *
   * @param name the argument's name, for the message
   * @param duration the value; longer than 292 years counts as {@link #FOREVER}
   * @throws IllegalArgumentException if {@code duration} is null or negative
   */
  public static long of(String name, Duration duration) {
    if (duration == null || duration.isNegative()) {
      throw new IllegalArgumentException(name + " must be zero or more, was " + duration);
    }
    return duration.compareTo(LONGEST) >= 0 ? FOREVER : duration.toNanos();
  }

  /** Returns the amount as a {@code Duration}. */
  public static Duration toDuration(long nanos) {
    return Duration.ofNanos(nanos);
  }

  /** Returns {@code a + b}, at most {@link #FOREVER}; both must be zero or more. */
  public static long plus(long a, long b) {
    long sum = a + b;
    return sum < 0 ? FOREVER : sum;
  }

  /** Returns {@code a * b}, at most {@link #FOREVER}; both must be zero or more. */
  public static long times(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    return high != 0 || low < 0 ? FOREVER : low;
  }

  /**
   * Returns {@code a * factor}, at most {@link #FOREVER}, truncated to whole nanoseconds. A zero stays zero, however
   * large the factor, infinity included.
   */
  public static long times(long a, double factor) {
    return a == 0
        ? 0
        : (long) (a * factor); // the cast saturates; NaN cannot arise from a > 0 and factor >= 0
  }

  /** Checks an argument and returns it. */
  static long requireNotNegative(String name, long nanos) {
    if (nanos < 0) {
      throw new IllegalArgumentException(name + " must be zero or more, was " + nanos);
    }
    return nanos;
  }

  /** Returns the amount as a person would write it: {@code 250us}, {@code 1.5s}, {@code 2m 5s}, {@code forever}. */
  public static String text(long nanos) {
    if (nanos == FOREVER) {
      return "forever";
    }
    if (nanos < 1_000) {
      return nanos == 0 ? "0s" : nanos + "ns";
    }
    if (nanos < 1_000_000) {
      return decimal(nanos, 1_000, "us");
    }
    if (nanos < SECOND) {
      return decimal(nanos, 1_000_000, "ms");
    }
    if (nanos < 60 * SECOND) {
      return decimal(nanos, SECOND, "s");
    }
    return clock(nanos / SECOND);
  }

  private static String decimal(long nanos, long unit, String suffix) {
    // Two decimals at most, cut, not rounded: 999.999ms must not read 1000ms.
    long hundredths = nanos / (unit / 100 == 0 ? 1 : unit / 100);
    long whole = hundredths / 100;
    long part = hundredths % 100;
    if (part == 0) {
      return whole + suffix;
    }
    String digits = part % 10 == 0 ? "." + part / 10 : (part < 10 ? ".0" : ".") + part;
    return whole + digits + suffix;
  }

  private static String clock(long seconds) {
    long days = seconds / 86_400;
    long hours = seconds / 3_600 % 24;
    long minutes = seconds / 60 % 60;
    StringBuilder text = new StringBuilder();
    append(text, days, "d");
    append(text, hours, "h");
    append(text, minutes, "m");
    append(text, seconds % 60, "s");
    return text.toString();
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount != 0) {
      text.append(text.isEmpty() ? "" : " ").append(amount).append(unit);
    }
  }
}
