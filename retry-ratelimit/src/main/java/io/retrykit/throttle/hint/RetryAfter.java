package io.retrykit.throttle.hint;

import io.retrykit.time.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * {@code Retry-After} and the headers of two vendors that mean the same in milliseconds. Those are the more precise and
 * come first; a malformed one leaves the word to the next.
 */
final class RetryAfter {
  private static final String MILLIS = "retry-after-ms";
  private static final String AMAZON = "x-amz-retry-after";
  private static final String STANDARD = "retry-after";
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  private RetryAfter() {}

  static @Nullable Wait read(Headers headers) {
    String millis = headers.text(MILLIS);
    Wait wait = millis == null ? null : Wait.of(Decimals.nanos(millis, MILLI), MILLIS);
    if (wait == null) {
      long amazon = headers.number(AMAZON);
      wait = amazon < 0 ? null : new Wait(Nanos.times(amazon, MILLI), AMAZON);
    }
    return wait == null ? standard(headers) : wait;
  }

  private static @Nullable Wait standard(Headers headers) {
    String value = headers.text(STANDARD);
    if (value == null) {
      return null;
    }
    Wait seconds = Wait.of(Decimals.nanos(value, SECOND), STANDARD);
    return seconds != null
        ? seconds
        : Wait.until(HttpDate.parse(value, headers.base()), headers.base(), STANDARD);
  }
}
