package io.retrykit.throttle.hint;

import io.retrykit.time.Nanos;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Points in time that servers name, as waits from another one. */
final class Moments {
  private static final Pattern RFC3339 = Pattern.compile(
      "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:[Zz]|[+-]\\d\\d:\\d\\d)");

  private Moments() {}

  /** Returns the wait until an RFC 3339 timestamp, zero if it is past, or {@link Digits#MALFORMED}. */
  static long untilRfc3339(String text, Instant now) {
    if (!RFC3339.matcher(text).matches()) {
      return Digits.MALFORMED;
    }
    try {
      return until(OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant(), now);
    } catch (DateTimeException impossible) {
      return Digits.MALFORMED;
    }
  }

  /** Returns the wait until a number of seconds since 1970, zero if it is past, or {@link Digits#MALFORMED}. */
  static long untilEpochSecond(String text, Instant now) {
    long second = Digits.whole(text);
    if (second < 0) {
      return Digits.MALFORMED;
    }
    return second > Instant.MAX.getEpochSecond()
        ? Nanos.FOREVER
        : until(Instant.ofEpochSecond(second), now);
  }

  /** Returns the wait until an HTTP date, zero if it is past, or {@link Digits#MALFORMED}. */
  static long untilHttpDate(String text, @Nullable String date, Instant now) {
    Instant moment = HttpDate.parse(text, now);
    if (moment == null) {
      return Digits.MALFORMED;
    }
    // the server's own clock, if it tells: the two cancel out whatever the difference from ours
    Instant sent = date == null ? null : HttpDate.parse(date, now);
    return until(moment, sent == null ? now : sent);
  }

  private static long until(Instant moment, Instant from) {
    Duration wait = Duration.between(from, moment);
    return wait.isNegative() ? 0 : Nanos.of("wait", wait);
  }
}
