package io.retrykit.examples.batch;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.ratelimit.BedrockTokens;
import io.retrykit.ratelimit.Quota;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** What keeps a batch from doing harm: the quotas of the account, and a breaker for when the service is down. */
final class Limits {
  private Limits() {}

  /**
   * Returns a policy with both. A call that the breaker refuses waits until the service may be asked again, for up to ten
   * minutes in all if the policy says nothing else: a batch has time, and a prompt that was refused has not failed.
   */
  static RetryPolicy around(
      RetryPolicyBuilder policy, long requestsPerMinute, long tokensPerMinute) {
    Quota quota = Quota.builder()
        .requestsPerMinute(requestsPerMinute)
        .tokensPerMinute(tokensPerMinute)
        .settle(Quota.TOKENS, InvokeModelResponse.class, Limits::used)
        .build();
    CircuitBreaker breaker = CircuitBreaker.builder("batch")
        .consecutiveFailures(10)
        .openTime(ofSeconds(5))
        .ignore(ValidationException.class)
        .ignoreRateLimits()
        .build();
    if (policy.build().maxDuration().isEmpty()) {
      policy.maxDuration(ofMinutes(10));
    }
    return policy.guard(quota).guard(breaker).waitWhenRefused(true).build();
  }

  private static long used(InvokeModelResponse response) {
    return BedrockTokens.settled(
        count(response, "Input"), 0, count(response, "Output"), BedrockTokens.CLAUDE_BURNDOWN);
  }

  private static long count(InvokeModelResponse response, String what) {
    return response
        .sdkHttpResponse()
        .firstMatchingHeader("x-amzn-bedrock-" + what + "-token-count")
        .map(Long::parseLong)
        .orElse(0L);
  }
}
