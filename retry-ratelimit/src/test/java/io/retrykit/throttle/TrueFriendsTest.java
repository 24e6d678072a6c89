package io.retrykit.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 17.1: what providers really say when a limit was met, without a code, and some of them with a 403. */
class TrueFriendsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, "
            + "Used 29000, Requested 2000. Please try again in 2s.",
        "This request would exceed your organization's rate limit of 50,000 input tokens per minute",
        "API rate limit exceeded for user ID 1.",
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user'",
        "Requests to the ChatCompletions Operation have exceeded call rate limit of your current "
            + "OpenAI S0 pricing tier. Please retry after 7 seconds.",
        "Too many tokens, please wait before trying again.",
        "ThrottlingException: Rate exceeded",
        "Too many requests hit the API too quickly",
        "Requests rate limit exceeded"
      })
  void message_ofALimitThatWasMet_isRecognised(String message) {
    assertThat(RateLimits.isRateLimit(new RuntimeException(message))).isTrue();
    assertThat(RateLimits.isRateLimit(new Refusal(403, null, Map.of(), null, message)))
        .isTrue();
  }
}
