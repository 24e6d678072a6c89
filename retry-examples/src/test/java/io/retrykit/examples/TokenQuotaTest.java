package io.retrykit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.examples.bedrock.EmbeddedBedrock;
import io.retrykit.examples.bedrock.Reply;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.BedrockTokens;
import io.retrykit.ratelimit.Quota;
import io.retrykit.throttle.RateLimits;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

/** The two quotas of Bedrock, reserved before and settled after each attempt of the real client. */
class TokenQuotaTest {
  private static final String BODY =
      "{\"max_tokens\": 900, \"messages\": [{\"role\": \"user\", \"content\": \"one two three\"}]}";

  private final EmbeddedBedrock server = EmbeddedBedrock.start();
  private final BedrockRuntimeClient client = BedrockClients.embedded(server.endpoint());
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Quota quota = Quota.builder()
      .requestsPerMinute(10)
      .tokensPerMinute(1_000)
      .settle(Quota.TOKENS, InvokeModelResponse.class, TokenQuotaTest::tokens)
      .timebase(time)
      .build();
  private final RetryPolicy policy =
      RateLimits.policy().toBuilder().timebase(time).guard(quota).build();

  private static long tokens(InvokeModelResponse response) {
    return BedrockTokens.settled(
        count(response, "Input"), 0, count(response, "Output"), BedrockTokens.CLAUDE_BURNDOWN);
  }

  private static long count(InvokeModelResponse response, String what) {
    return response
        .sdkHttpResponse()
        .firstMatchingHeader("x-amzn-Bedrock-" + what + "-Token-Count")
        .map(Long::parseLong)
        .orElseThrow();
  }

  private InvokeModelResponse invoke() {
    return client.invokeModel(call -> call.modelId("anthropic.claude-3-haiku-20240307-v1:0")
        .contentType("application/json")
        .body(SdkBytes.fromUtf8String(BODY)));
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void call_answered_keepsWhatWasReallyUsed() {
    server.enqueue(Reply.text("four words of answer"));
    Retry.with(policy).withCost(BedrockTokens.reserved(3, 900)).call(this::invoke);
    assertThat(quota.available())
        .containsEntry(Quota.REQUESTS, 9L)
        .containsEntry(Quota.TOKENS, 1_000L - 3 - 5 * 4);
  }

  @Test
  void call_throttled_getsItsTokensBackAndNotItsRequest() {
    server.always(Reply.throttled());
    RetryPolicy once = policy.toBuilder().maxAttempts(1).build();
    Throwable thrown = catchThrowable(
        () -> Retry.with(once).withCost(BedrockTokens.reserved(3, 900)).call(this::invoke));
    assertThat(thrown).isInstanceOf(ThrottlingException.class);
    assertThat(quota.available())
        .containsEntry(Quota.REQUESTS, 9L)
        .containsEntry(Quota.TOKENS, 1_000L);
  }

  @Test
  void call_tokensReservedBySomebodyElse_waitsForThem() {
    assertThat(quota.tryReserve(903)).isPresent();
    Retry.with(policy).withCost(BedrockTokens.reserved(3, 900)).call(this::invoke);
    assertThat(time.sleeps()).containsExactly(Duration.ofMillis(48_360)); // 806 of 1000 a minute
  }
}
