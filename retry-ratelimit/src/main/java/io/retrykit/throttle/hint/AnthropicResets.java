package io.retrykit.throttle.hint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When Anthropic's limits are reset. They are sent with every response, so that only those that are used up matter: the
 * others would keep a call waiting for nothing.
 *
 * <p>Source: Anthropic API documentation, "Rate limits", response headers. The unified limits are those of
 * subscriptions; their status is {@code allowed}, {@code allowed_warning} or {@code rejected}.
 */
final class AnthropicResets {
  private static final List<String> DIMENSIONS = List.of(
      "anthropic-ratelimit-requests-",
      "anthropic-ratelimit-tokens-",
      "anthropic-ratelimit-input-tokens-",
      "anthropic-ratelimit-output-tokens-");
  private static final String UNIFIED_RESET = "anthropic-ratelimit-unified-reset";
  private static final String UNIFIED_STATUS = "anthropic-ratelimit-unified-status";

  private AnthropicResets() {}

  static @Nullable Wait read(Headers headers) {
    Wait usedUp = null;
    Wait unsaid = null;
    boolean anySays = false;
    for (String dimension : DIMENSIONS) {
      long remaining = headers.number(dimension + "remaining");
      anySays |= remaining >= 0;
      if (remaining == 0) {
        usedUp = Wait.longer(usedUp, reset(headers, dimension + "reset"));
      } else if (!anySays) {
        unsaid = Wait.longer(unsaid, reset(headers, dimension + "reset"));
      }
    }
    Wait wait = anySays ? usedUp : unsaid;
    return wait == null ? unified(headers) : wait;
  }

  private static @Nullable Wait reset(Headers headers, String name) {
    String value = headers.text(name);
    return value == null ? null : Wait.until(Rfc3339.parse(value), headers.base(), name);
  }

  private static @Nullable Wait unified(Headers headers) {
    String status = headers.text(UNIFIED_STATUS);
    return status != null && status.startsWith("allowed")
        ? null
        : Wait.untilEpoch(headers.number(UNIFIED_RESET), headers.base(), UNIFIED_RESET);
  }
}
