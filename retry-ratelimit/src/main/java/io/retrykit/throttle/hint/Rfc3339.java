package io.retrykit.throttle.hint;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Points in time as the Internet writes them: {@code 2026-06-01T12:00:30.5Z}, {@code 2026-06-01t14:00:30+02:00}. What is
 * finer than a nanosecond is cut.
 *
 * <p>Source: RFC 3339, 5.6, the grammar of {@code date-time}.
 */
final class Rfc3339 {
  private static final long SECOND = 1_000_000_000;

  private Rfc3339() {}

  /** Returns the point in time; null if the text is malformed. */
  static @Nullable Instant parse(String text) {
    Cursor in = new Cursor(text);
    int year = in.number(4);
    in.expect("-");
    int month = in.number(2);
    in.expect("-");
    int day = in.number(2);
    if (!in.skip('T') && !in.skip('t')) {
      return null;
    }
    int hour = in.number(2);
    in.expect(":");
    int minute = in.number(2);
    in.expect(":");
    int second = in.number(2);
    long nanos = in.skip('.') ? nanos(in.digits()) : 0;
    int east = minutesEast(in);
    LocalDateTime local = in.isDone() ? Moment.of(year, month, day, hour, minute, second) : null;
    return local == null
        ? null
        : local.plusNanos(nanos).minusMinutes(east).toInstant(ZoneOffset.UTC);
  }

  private static long nanos(String fraction) {
    return Decimals.fraction(fraction, 0, fraction.length(), SECOND);
  }

  /** By hand, as offsets go to 23:59, beyond those that {@link ZoneOffset} knows. */
  private static int minutesEast(Cursor in) {
    if (in.skip('Z') || in.skip('z')) {
      return 0;
    }
    int sign = in.skip('-') ? -1 : 1;
    if (sign > 0) {
      in.expect("+");
    }
    int hours = in.number(2);
    in.expect(":");
    int minutes = in.number(2);
    if (hours > 23 || minutes > 59) {
      in.fail();
    }
    return sign * (hours * 60 + minutes);
  }
}
