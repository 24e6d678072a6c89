package io.retrykit.throttle.hint;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dates of HTTP, in the form to be sent and the two obsolete ones that recipients have to read:
 *
 * <pre>
 * Sun, 06 Nov 1994 08:49:37 GMT
 * Sunday, 06-Nov-94 08:49:37 GMT
 * Sun Nov  6 08:49:37 1994
 * </pre>
 *
 * <p>Strict, upper and lower case included, but for the day of the week, which need not be that of the date: the date
 * says it all.
 *
 * <p>Source: RFC 9110, 5.6.7.
 */
final class HttpDate {
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> LONG_DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final int WIDTH_OF_DAY = 3;
  private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);
  private static final LocalDateTime LAST = LocalDateTime.of(9999, 1, 1, 0, 0);

  private HttpDate() {}

  /**
   * Returns the point in time; null if the text is malformed.
   *
   * @param now what a year of two digits is read by: it is the latest that is not more than 50 years ahead
   */
  static @Nullable Instant parse(String text, Instant now) {
    Cursor in = new Cursor(text);
    char afterDay = text.length() > WIDTH_OF_DAY ? text.charAt(WIDTH_OF_DAY) : '\0';
    LocalDateTime date = switch (afterDay) {
      case ',' -> fixed(in);
      case ' ' -> asctime(in);
      default -> rfc850(in, now);
    };
    return date == null ? null : date.toInstant(ZoneOffset.UTC);
  }

  private static @Nullable LocalDateTime fixed(Cursor in) {
    in.oneOf(DAYS);
    in.expect(", ");
    int day = in.number(2);
    in.expect(" ");
    int month = in.oneOf(MONTHS) + 1;
    in.expect(" ");
    int year = in.number(4);
    in.expect(" ");
    Time time = time(in);
    in.expect(" GMT");
    return in.isDone() ? time.on(year, month, day) : null;
  }

  private static @Nullable LocalDateTime rfc850(Cursor in, Instant now) {
    in.oneOf(LONG_DAYS);
    in.expect(", ");
    int day = in.number(2);
    in.expect("-");
    int month = in.oneOf(MONTHS) + 1;
    in.expect("-");
    int yearOfCentury = in.number(2);
    in.expect(" ");
    Time time = time(in);
    in.expect(" GMT");
    if (!in.isDone()) {
      return null;
    }
    LocalDateTime limit = inFiftyYears(now);
    int year = limit.getYear() - Math.floorMod(limit.getYear() - yearOfCentury, 100);
    LocalDateTime latest = time.on(year, month, day);
    boolean tooFar = latest == null || latest.isAfter(limit);
    return tooFar ? time.on(year - 100, month, day) : latest;
  }

  private static @Nullable LocalDateTime asctime(Cursor in) {
    in.oneOf(DAYS);
    in.expect(" ");
    int month = in.oneOf(MONTHS) + 1;
    in.expect(" ");
    int day = in.number(in.skip(' ') ? 1 : 2);
    in.expect(" ");
    Time time = time(in);
    in.expect(" ");
    int year = in.number(4);
    return in.isDone() ? time.on(year, month, day) : null;
  }

  private static Time time(Cursor in) {
    int hour = in.number(2);
    in.expect(":");
    int minute = in.number(2);
    in.expect(":");
    return new Time(hour, minute, in.number(2));
  }

  /** A clock far outside the years that dates can name is taken for one at their edge: nothing overflows. */
  private static LocalDateTime inFiftyYears(Instant now) {
    if (now.isBefore(FIRST.toInstant(ZoneOffset.UTC))) {
      return FIRST.plusYears(50);
    }
    return now.isAfter(LAST.toInstant(ZoneOffset.UTC))
        ? LAST.plusYears(50)
        : LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusYears(50);
  }

  private record Time(int hour, int minute, int second) {
    @Nullable
    LocalDateTime on(int year, int month, int day) {
      return Moment.of(year, month, day, hour, minute, second);
    }
  }
}
