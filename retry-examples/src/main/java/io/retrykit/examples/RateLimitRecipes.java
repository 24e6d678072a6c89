package io.retrykit.examples;

import static io.retrykit.ratelimit.BedrockTokens.CLAUDE_BURNDOWN;
import static java.time.Duration.ofSeconds;

import io.retrykit.Retry;
import io.retrykit.guard.RetryBudget;
import io.retrykit.ratelimit.AwsRetryBudget;
import io.retrykit.ratelimit.BedrockTokens;
import io.retrykit.ratelimit.GrpcRetryBudget;
import io.retrykit.ratelimit.PerKey;
import io.retrykit.ratelimit.PercentageRetryBudget;
import io.retrykit.ratelimit.Quota;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.throttle.RateLimits;
import java.util.List;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;

/** What the README says of rate limits, compiled. */
final class RateLimitRecipes {
  private RateLimitRecipes() {}

  static Retry recognised() {
    // readme: begin
    Retry retry = Retry.with(RateLimits.policy());
    // readme: end
    return retry;
  }

  static Retry limited() {
    // readme: begin
    RateLimiter limiter = RateLimiter.of(50, ofSeconds(1)); // one for all who share the limit
    Retry retry = Retry.with(RateLimits.policy().toBuilder().guard(limiter).build());
    // readme: end
    return retry;
  }

  static void quota(
      BedrockRuntimeClient client, ConverseRequest request, long promptTokens, long maxTokens) {
    // readme: begin
    Quota quota = Quota.builder()
        .requestsPerMinute(50)
        .tokensPerMinute(400_000)
        .settle(
            Quota.TOKENS,
            ConverseResponse.class,
            response -> BedrockTokens.settled(
                response.usage().inputTokens(),
                0,
                response.usage().outputTokens(),
                CLAUDE_BURNDOWN))
        .build();
    Retry retry = Retry.with(RateLimits.policy().toBuilder().guard(quota).build());

    retry
        .withCost(BedrockTokens.reserved(promptTokens, maxTokens))
        .call(() -> client.converse(request));
    // readme: end
  }

  static List<RetryBudget> budgets() {
    // readme: begin
    RetryBudget aws = AwsRetryBudget.standard(); // or standard2026()
    RetryBudget grpc =
        GrpcRetryBudget.of("search", 100, 0.1); // half of the tokens gone: no retries
    RetryBudget share = PercentageRetryBudget.standard(); // 20 % of the calls, and 10 a second
    RetryBudget byHost =
        PerKey.budget("hosts", host -> AwsRetryBudget.standard()); // retry.forKey(host)
    // readme: end
    return List.of(aws, grpc, share, byHost);
  }
}
