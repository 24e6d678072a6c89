package io.retrykit.throttle.hint;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The IETF's RateLimit header fields in the shapes their drafts have had: {@code RateLimit: "default";r=0;t=30} (from
 * draft 08 on), {@code RateLimit: limit=100, remaining=0, reset=5} (07), and {@code RateLimit-Remaining} beside
 * {@code RateLimit-Reset} (03 to 06). Seconds, from the response on.
 *
 * <p>Source: draft-ietf-httpapi-ratelimit-headers, versions 03 to 10.
 */
final class RateLimitFields {
  private static final long SECOND = 1_000_000_000L;

  private RateLimitFields() {}

  static @Nullable ServerHint read(Headers headers) {
    String field = headers.get("ratelimit");
    if (field != null) {
      long nanos = field.startsWith("\"") ? items(field) : dictionary(field);
      return nanos < 0 ? null : RetryAfter.floor(nanos, "ratelimit");
    }
    String remaining = headers.get("ratelimit-remaining");
    String reset = headers.get("ratelimit-reset");
    boolean exhausted = remaining != null && reset != null && Digits.whole(remaining) == 0;
    long nanos = exhausted && reset != null ? Digits.whole(reset, SECOND) : Digits.MALFORMED;
    return nanos < 0 ? null : RetryAfter.floor(nanos, "ratelimit-reset");
  }

  /** A list of policies, each with its parameters: of those exhausted the one that lasts longest. */
  private static long items(String field) {
    long longest = Digits.MALFORMED;
    for (String item : field.split(",", -1)) {
      longest = Math.max(longest, exhausted(item.split(";", -1), "r", "t"));
    }
    return longest;
  }

  private static long dictionary(String field) {
    return exhausted(field.split(",", -1), "remaining", "reset");
  }

  private static long exhausted(String[] parameters, String remaining, String reset) {
    boolean isExhausted = false;
    long nanos = Digits.MALFORMED;
    for (String parameter : parameters) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        String name = parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        String value = parameter.substring(equals + 1).strip();
        if (name.equals(remaining)) {
          isExhausted = Digits.whole(value) == 0;
        } else if (name.equals(reset)) {
          nanos = Digits.whole(value, SECOND);
        }
      }
    }
    return isExhausted ? nanos : Digits.MALFORMED;
  }
}
