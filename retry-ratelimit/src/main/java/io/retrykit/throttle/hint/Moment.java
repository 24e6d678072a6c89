package io.retrykit.throttle.hint;

import java.time.LocalDateTime;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** Points in time put together from numbers that a server sent. */
final class Moment {
  private static final int LEAP_SECOND = 60;

  private Moment() {}

  /**
   * Returns the point in time; null if there is none such. A leap second, which may stand at the end of any minute, is
   * the second after it: earlier would be before the server's time.
   */
  static @Nullable LocalDateTime of(
      int year, int month, int day, int hour, int minute, int second) {
    if (month < 1 || month > 12 || day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
      return null;
    }
    if (hour > 23 || minute > 59 || second > LEAP_SECOND) {
      return null;
    }
    return LocalDateTime.of(year, month, day, hour, minute).plusSeconds(second);
  }
}
