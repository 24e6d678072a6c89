package io.retrykit.throttle;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.annotation.Retryable;
import io.retrykit.backoff.Jitter;
import io.retrykit.call.Operation;
import io.retrykit.config.Policies;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.proxy.RetryProxy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The presets and the plugged-in classifier, through the engine. */
class RateLimitsTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private int calls;

  private static Refusal refusal(int status, Map<String, String> headers) {
    return new Refusal(status, null, headers, null, null);
  }

  private static Refusal limited() {
    return refusal(429, Map.of());
  }

  private RetryPolicyBuilder timed(RetryPolicy policy) {
    return policy.toBuilder().timebase(time);
  }

  private int failing(RetryPolicy policy, Exception failure) {
    calls = 0;
    Operation<String, Exception> operation = () -> {
      calls++;
      throw failure;
    };
    assertThat(catchThrowable(() -> Retry.with(policy).call(operation))).isSameAs(failure);
    return calls;
  }

  /** SPEC 18.1. */
  @Test
  void policy_isFiveAttemptsFromTwoSecondsUpToTwoMinutes() {
    RetryPolicy policy = RateLimits.policy();
    assertThat(policy.name()).isEqualTo("rate-limit");
    RetryPolicy plain = timed(policy).jitter(Jitter.none()).build();
    assertThat(failing(plain, limited())).isEqualTo(5);
    assertThat(time.sleeps())
        .containsExactly(ofSeconds(2), ofSeconds(4), ofSeconds(8), ofSeconds(16));
    RetryPolicy longer = timed(plain).maxAttempts(9).build();
    assertThat(failing(longer, limited())).isEqualTo(9);
    assertThat(time.sleeps()).endsWith(ofSeconds(64), ofSeconds(120), ofSeconds(120));
  }

  /** SPEC 18.1: always jittered. */
  @Test
  void policy_spreadsItsPauses() {
    failing(timed(RateLimits.policy()).random(() -> 0L).build(), limited());
    assertThat(time.sleeps().get(0)).isEqualTo(ofSeconds(1));
    failing(timed(RateLimits.policy()).random(() -> -1L).build(), limited());
    assertThat(time.sleeps().get(4)).isBetween(ofMillis(2_999), ofSeconds(3));
  }

  /** SPEC 18.1: nothing but rate limits, though the classifier found on the path knows more. */
  @Test
  void policy_retriesRateLimitsOnly() {
    RetryPolicy policy = timed(RateLimits.policy()).build();
    assertThat(failing(policy, refusal(503, Map.of()))).isEqualTo(1);
    assertThat(failing(policy, new IOException("reset"))).isEqualTo(1);
    assertThat(failing(policy, refusal(400, Map.of("x-should-retry", "true")))).isEqualTo(5);
    assertThat(failing(policy, refusal(429, Map.of("x-should-retry", "false")))).isEqualTo(1);
    assertThat(failing(policy, new Refusal(429, "insufficient_quota", Map.of(), null, null)))
        .isEqualTo(1);
    RetryPolicy wider = timed(policy).retryOn(IOException.class).build();
    assertThat(failing(wider, new IOException("reset"))).isEqualTo(5);
    assertThat(failing(wider, limited())).isEqualTo(5);
  }

  /** SPEC 17.5, through the engine: never shorter than the server asks, spread upwards. */
  @Test
  void hint_isAFloor_andTooLongAHintEndsTheCall() {
    RetryPolicy policy = timed(RateLimits.policy()).build();
    failing(policy, refusal(429, Map.of("Retry-After", "30")));
    assertThat(time.sleeps()).hasSize(4).allMatch(pause -> pause.compareTo(ofSeconds(30)) >= 0);
    assertThat(failing(policy, refusal(429, Map.of("Retry-After", "301")))).isEqualTo(1);
  }

  /** A result that carries a status is as good as an exception. */
  @Test
  void result_thatIsARateLimit_isRetried() throws Exception {
    Retry retry = Retry.with(timed(RateLimits.policy()).build());
    Response limited = new Response(429, Map.of("Retry-After", "3"));
    Response fine = new Response(200, Map.of());
    List<Response> answers = List.of(limited, limited, fine);
    assertThat(retry.call(() -> answers.get(calls++))).isSameAs(fine);
    assertThat(time.sleeps()).hasSize(2).allMatch(pause -> pause.compareTo(ofSeconds(3)) >= 0);
    calls = 0;
    assertThat(retry.call(() -> {
          calls++;
          return limited;
        }))
        .isSameAs(limited);
    assertThat(calls).isEqualTo(5);
  }

  /** A response by its shape. */
  public record Response(int statusCode, Map<String, String> headers) {}

  /** A domain object with a status is no response. */
  @Test
  void result_thatIsNoResponse_isAcceptable() throws Exception {
    Retry retry = Retry.with(RetryPolicy.defaults());
    Order order = new Order(429);
    assertThat(retry.call(() -> order)).isSameAs(order);
    assertThat(RateLimits.classifier().judges(Order.class)).isFalse();
  }

  /** Status here is a matter of the shop. */
  public record Order(int status) {}

  /** SPEC 18.2. */
  @Test
  @SuppressWarnings("unchecked") // an array without elements
  void ownTypes_replaceDetection() {
    RetryPolicy policy = timed(RateLimits.policy(OutOfCredit.class)).build();
    assertThat(failing(policy, limited())).isEqualTo(1);
    assertThat(failing(policy, new OutOfCredit(null))).isEqualTo(5);
    assertThat(failing(policy, new RuntimeException(new OutOfCredit(null)))).isEqualTo(5);
    int before = time.sleeps().size();
    failing(policy, new OutOfCredit(refusal(402, Map.of("Retry-After", "60"))));
    assertThat(time.sleeps().subList(before, before + 4))
        .allMatch(pause -> pause.compareTo(ofSeconds(60)) >= 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimits.policy((Class<Exception>[]) new Class<?>[0]))
        .withMessage("rateLimitExceptions must name one type or more, was []");
  }

  @SuppressWarnings("serial")
  private static final class OutOfCredit extends Exception {
    OutOfCredit(@Nullable Throwable cause) {
      super(cause);
    }
  }

  /** SPEC 17.4: with the jar on the path the default policy tells apart what a retry cures. */
  @Test
  void jarOnThePath_refinesEveryPolicy_andWidensNone() {
    RetryPolicy defaults = timed(RetryPolicy.defaults()).build();
    assertThat(failing(defaults, refusal(404, Map.of()))).isEqualTo(1);
    assertThat(failing(defaults, limited())).isEqualTo(3);
    RetryPolicy written =
        timed(RetryPolicy.builder().retryOn(Refusal.class).build()).build();
    assertThat(failing(written, refusal(404, Map.of()))).isEqualTo(3);
    RetryPolicy other =
        timed(RetryPolicy.builder().retryOn(IOException.class).build()).build();
    assertThat(failing(other, limited())).isEqualTo(1);
    RetryPolicy without = timed(defaults).discovery(false).build();
    assertThat(failing(without, refusal(404, Map.of()))).isEqualTo(3);
  }

  /** SPEC 18.4. */
  @Test
  void policies_areFoundByName() {
    Properties file = new Properties();
    file.setProperty("claude.based-on", "rate-limit");
    file.setProperty("claude.max-attempts", "2");
    RetryPolicy policy = timed(Policies.from(file).get("claude")).build();
    assertThat(failing(policy, limited())).isEqualTo(2);
    assertThat(failing(policy, new IOException("reset"))).isEqualTo(1);
    for (String name : List.of("rate-limit", "aws-standard", "aws-standard-2026")) {
      assertThat(Policies.none().get(name).name()).isEqualTo(name);
    }
  }

  /** SPEC 18.4. */
  @Test
  void annotation_namesThePolicy() {
    Model target = prompt -> {
      calls++;
      throw limited();
    };
    Model model = RetryProxy.of(Model.class).policy(RetryPolicy.defaults()).wrap(target);
    io.retrykit.RetrySwitch.Scope fast = io.retrykit.RetrySwitch.withoutPauses();
    try {
      assertThat(catchThrowable(() -> model.ask("hello"))).isInstanceOf(Refusal.class);
    } finally {
      fast.close();
    }
    assertThat(calls).isEqualTo(5);
  }

  /** An interface whose method is made under the preset. */
  public interface Model {
    /** Asks. */
    @Retryable(policy = "rate-limit")
    String ask(String prompt);
  }

  /** SPEC 18.3: r = 1 of the published tables is the upper edge of full jitter. */
  @Test
  void awsStandard2026_pausesShortForTransientAndLongForThrottled_hintsWithinBounds() {
    RetryPolicy policy = timed(RateLimits.awsStandard2026()).random(() -> -1L).build();
    assertThat(failing(policy, refusal(503, Map.of()))).isEqualTo(3);
    assertThat(failing(policy, limited())).isEqualTo(3);
    assertThat(rounded()).containsExactly(50L, 100L, 1_000L, 2_000L);
    failing(policy, refusal(503, Map.of("x-amz-retry-after", "60000")));
    assertThat(rounded()).endsWith(5_050L, 5_100L);
    assertThat(policy.budget()).isPresent();
  }

  /** SPEC 18.3. */
  @Test
  void awsStandard_pausesFromOneSecond_hintsUpToTwenty() {
    RetryPolicy policy = timed(RateLimits.awsStandard()).random(() -> -1L).build();
    assertThat(failing(policy, refusal(503, Map.of()))).isEqualTo(3);
    failing(policy, refusal(429, Map.of("Retry-After", "600")));
    assertThat(rounded()).containsExactly(1_000L, 2_000L, 20_000L, 20_000L);
    assertThat(failing(policy, refusal(404, Map.of()))).isEqualTo(1);
  }

  private List<Long> rounded() {
    return time.sleeps().stream()
        .map(pause -> pause.plusNanos(500_000).toMillis())
        .toList();
  }

  @Test
  void explain_saysWhatIsRetried() {
    assertThat(RateLimits.policy().explain())
        .contains("retried: rate limits; a classifier is asked first\n");
    assertThat(RateLimits.policy(OutOfCredit.class).explain())
        .contains("retried: [OutOfCredit]; a classifier is asked first\n");
    assertThat(RateLimits.awsStandard().explain())
        .contains("retried: rate limits and transient failures; a classifier is asked first\n");
    Duration hour = ofMinutes(60);
    assertThat(RateLimits.policy().toBuilder().maxServerDelay(hour).build().explain())
        .contains("server hints: obeyed up to 1h");
  }
}
