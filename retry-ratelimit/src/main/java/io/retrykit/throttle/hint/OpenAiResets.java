package io.retrykit.throttle.hint;

import io.retrykit.time.Nanos;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long until OpenAI's limits are reset: durations as Go writes them. Azure sends bare seconds under the same names.
 * Only limits that are used up matter.
 *
 * <p>Source: OpenAI API documentation, "Rate limits", "Rate limits in headers".
 */
final class OpenAiResets {
  private static final List<String> DIMENSIONS = List.of("requests", "tokens");
  private static final long SECOND = 1_000_000_000;

  private OpenAiResets() {}

  static @Nullable Wait read(Headers headers) {
    Wait longest = null;
    for (String dimension : DIMENSIONS) {
      if (headers.number("x-ratelimit-remaining-" + dimension) == 0) {
        longest = Wait.longer(longest, reset(headers, "x-ratelimit-reset-" + dimension));
      }
    }
    return longest;
  }

  private static @Nullable Wait reset(Headers headers, String name) {
    String value = headers.text(name);
    if (value == null) {
      return null;
    }
    long seconds = Digits.parse(value);
    return Wait.of(seconds < 0 ? GoDuration.parse(value) : Nanos.times(seconds, SECOND), name);
  }
}
