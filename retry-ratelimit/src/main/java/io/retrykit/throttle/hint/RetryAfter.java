package io.retrykit.throttle.hint;

import io.retrykit.throttle.hint.ServerHint.Timing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The headers that name a wait outright, the most exact one first: {@code retry-after-ms}, {@code x-amz-retry-after}
 * (milliseconds, a whole number), {@code retry-after} (seconds, or a date of RFC 9110). Decimals of a second are
 * accepted, as the clients of OpenAI and Anthropic do.
 */
final class RetryAfter {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private RetryAfter() {}

  static @Nullable ServerHint read(Headers headers, Instant now) {
    String millis = headers.get("retry-after-ms");
    if (millis != null) {
      long nanos = Digits.decimal(millis, MILLI);
      if (nanos >= 0) {
        return floor(nanos, "retry-after-ms");
      }
    }
    String amazon = headers.get("x-amz-retry-after");
    if (amazon != null) {
      long nanos = Digits.whole(amazon, MILLI);
      if (nanos >= 0) {
        return floor(nanos, "x-amz-retry-after");
      }
    }
    String standard = headers.get("retry-after");
    if (standard != null) {
      long nanos = Digits.decimal(standard, SECOND);
      nanos = nanos < 0 ? Moments.untilHttpDate(standard, headers.get("date"), now) : nanos;
      if (nanos >= 0) {
        return floor(nanos, "retry-after");
      }
    }
    return null;
  }

  static ServerHint floor(long nanos, String header) {
    return new ServerHint(ServerHint.Ask.UNSAID, Timing.FLOOR, nanos, header);
  }
}
