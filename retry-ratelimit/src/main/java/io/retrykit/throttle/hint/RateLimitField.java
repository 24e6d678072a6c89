package io.retrykit.throttle.hint;

import io.retrykit.time.Nanos;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the IETF's drafts, in the three shapes that are in use. A quota that is not used up, or does not say so,
 * is no reason to wait.
 *
 * <p>Source: draft-ietf-httpapi-ratelimit-headers, versions 03 to 10.
 */
final class RateLimitField {
  private static final String FIELD = "ratelimit";
  private static final String REMAINING = "ratelimit-remaining";
  private static final String RESET = "ratelimit-reset";
  private static final long SECOND = 1_000_000_000;

  private RateLimitField() {}

  /** Reads the one field of draft 7 and later: a dictionary there, a list of policies since. */
  static @Nullable Wait read(Headers headers) {
    String value = headers.text(FIELD);
    StructuredField field = value == null ? null : StructuredField.parse(value);
    if (field == null) {
      return null;
    }
    Wait longest = usedUp(field.dictionary(), "remaining", "reset");
    for (Map<String, Long> policy : field.items()) {
      longest = Wait.longer(longest, usedUp(policy, "r", "t"));
    }
    return longest;
  }

  private static @Nullable Wait usedUp(Map<String, Long> numbers, String remaining, String reset) {
    return numbers.getOrDefault(remaining, -1L) == 0
        ? seconds(numbers.getOrDefault(reset, -1L), FIELD)
        : null;
  }

  /** Reads the several fields of drafts 3 to 6. */
  static @Nullable Wait readSplit(Headers headers) {
    return headers.number(REMAINING) == 0 ? seconds(headers.number(RESET), RESET) : null;
  }

  private static @Nullable Wait seconds(long seconds, String header) {
    return seconds < 0 ? null : new Wait(Nanos.times(seconds, SECOND), header);
  }
}
