package io.retrykit.throttle.hint;

import io.retrykit.time.Nanos;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code X-RateLimit-Reset}, which is a point in time with some and a number of seconds with others; the size tells. A
 * billion seconds are 31 years, and passed since the epoch in 2001.
 *
 * <p>Source: GitHub REST API documentation, "Rate limits for the REST API": seconds of the epoch. Others that send the
 * header send milliseconds of the epoch.
 */
final class EpochReset {
  private static final String RESET = "x-ratelimit-reset";
  private static final String REMAINING = "x-ratelimit-remaining";
  private static final long FIRST_SECONDS = 1_000_000_000L; // September 2001
  private static final long FIRST_MILLIS = 100_000_000_000L; // 1973, or the year 5138 in seconds
  private static final long SECOND = 1_000_000_000;

  private EpochReset() {}

  static @Nullable Wait read(Headers headers) {
    if (headers.number(REMAINING) != 0) {
      return null;
    }
    long value = headers.number(RESET);
    if (value < FIRST_SECONDS) {
      return value < 0 ? null : new Wait(Nanos.times(value, SECOND), RESET);
    }
    Instant then =
        value < FIRST_MILLIS ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value);
    return Wait.until(then, headers.base(), RESET);
  }
}
