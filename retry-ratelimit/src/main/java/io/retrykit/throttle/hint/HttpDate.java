package io.retrykit.throttle.hint;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The three forms of a date in HTTP, case-sensitive as RFC 9110 section 5.6.7 has them. The day's name has to be one,
 * but need not be that day's: a server that miscounts weekdays still means its date. A leap second is read as the
 * second before it.
 */
final class HttpDate {
  private static final String TIME = "(\\d\\d):(\\d\\d):(\\d\\d)";
  private static final String MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
  private static final String SHORT_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
  private static final String LONG_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";

  private static final Pattern FIXDATE =
      Pattern.compile(SHORT_DAY + ", (\\d\\d) " + MONTH + " (\\d{4}) " + TIME + " GMT");
  private static final Pattern RFC850 =
      Pattern.compile(LONG_DAY + ", (\\d\\d)-" + MONTH + "-(\\d\\d) " + TIME + " GMT");
  private static final Pattern ASCTIME =
      Pattern.compile(SHORT_DAY + " " + MONTH + " (\\d\\d| \\d) " + TIME + " (\\d{4})");

  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private HttpDate() {}

  /**
   * Reads a date.
   *
   * @param now decides the century of a year with two digits: one that looks more than 50 years ahead lies in the past
   * @return null if the text is none of the three forms, or no date there is
   */
  static @Nullable Instant parse(String text, Instant now) {
    try {
      Matcher fixdate = FIXDATE.matcher(text);
      if (fixdate.matches()) {
        return instant(number(fixdate, 3), fixdate.group(2), number(fixdate, 1), fixdate, 4);
      }
      Matcher rfc850 = RFC850.matcher(text);
      if (rfc850.matches()) {
        return century(rfc850, now);
      }
      Matcher asctime = ASCTIME.matcher(text);
      if (asctime.matches()) {
        return instant(number(asctime, 6), asctime.group(1), number(asctime, 2), asctime, 3);
      }
    } catch (DateTimeException impossible) {
      // 30 February, hour 25
    }
    return null;
  }

  /** The latest year with these two digits that does not lie more than 50 years ahead. */
  private static Instant century(Matcher rfc850, Instant now) {
    LocalDateTime limit = LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusYears(50);
    int year = limit.getYear() - Math.floorMod(limit.getYear() - number(rfc850, 3), 100);
    Instant moment = instant(year, rfc850.group(2), number(rfc850, 1), rfc850, 4);
    return moment.isAfter(limit.toInstant(ZoneOffset.UTC))
        ? instant(year - 100, rfc850.group(2), number(rfc850, 1), rfc850, 4)
        : moment;
  }

  private static Instant instant(int year, String month, int day, Matcher time, int firstOfTime) {
    int second = number(time, firstOfTime + 2);
    return LocalDateTime.of(
            year,
            MONTHS.indexOf(month) + 1,
            day,
            number(time, firstOfTime),
            number(time, firstOfTime + 1),
            second == 60 ? 59 : second)
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group).strip());
  }
}
