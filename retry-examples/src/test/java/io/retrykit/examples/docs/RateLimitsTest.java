package io.retrykit.examples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.Retry;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.AdaptiveRateLimiter;
import io.retrykit.ratelimit.Quota;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.throttle.RateLimits;
import io.retrykit.throttle.hint.HeaderSource;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code docs/guide/rate-limits.md}. */
class RateLimitsTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Service service = new Service();
  private final String prompt = "why?";

  private Retry inVirtualTime(RetryPolicy policy) {
    return Retry.with(policy.toBuilder().timebase(time).build());
  }

  /** Answers as it is told to, one after the other. */
  private record Client(Iterator<Answer> answers) {
    HttpResponse<String> send() {
      return answers.next();
    }
  }

  @Test
  void policy_serverNamesATime_waitsForIt() {
    Client client =
        new Client(List.of(new Answer(429, "Retry-After", "7"), new Answer(200)).iterator());
    RetryPolicy recognising = RateLimits.policy();
    // docs: begin rate-limits/recognised
    Retry retry = Retry.with(RateLimits.policy());
    // docs: end
    assertThat(retry.policy().name()).isEqualTo("rate-limit");
    HttpResponse<String> last = inVirtualTime(recognising).call(client::send);
    assertThat(last.statusCode()).isEqualTo(200);
    assertThat(time.sleeps()).hasSize(1).allMatch(pause -> pause.compareTo(ofSeconds(7)) >= 0);
  }

  /** What a client that nobody knows throws. */
  static final class OddException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;

    OddException(int code) {
      super("code " + code);
      this.code = code;
    }

    int code() {
      return code;
    }

    Map<String, String> fields() {
      return Map.of("Retry-After", "3");
    }
  }

  @Test
  void classifier_ofOnesOwn_readsWhatItIsGiven() {
    // docs: begin rate-limits/own-client
    Classifier odd = failure -> failure instanceof OddException e
        ? RateLimits.verdict(e.code(), HeaderSource.of(e.fields()))
        : Verdict.noOpinion();
    RetryPolicy policy = RateLimits.policy().toBuilder().classifier(odd).build();
    // docs: end
    Iterator<Integer> codes = List.of(429, 200).iterator();
    String answer = inVirtualTime(policy).call(() -> {
      int code = codes.next();
      if (code != 200) {
        throw new OddException(code);
      }
      return "fine";
    });
    assertThat(answer).isEqualTo("fine");
    assertThat(time.sleeps()).allMatch(pause -> pause.compareTo(ofSeconds(3)) >= 0);
  }

  @Test
  void limiter_moreThanItsRate_spacesAttempts() throws IOException {
    // docs: begin rate-limits/limiter
    RateLimiter limiter = RateLimiter.builder(50, ofSeconds(1)) // one for all who share the limit
        .burst(1) // evenly spaced; 50 at once if not set
        .maxWait(ofSeconds(30)) // a longer wait is refused; 5 min if not set
        .build();
    Retry retry = Retry.with(RateLimits.policy().toBuilder().guard(limiter).build());
    // docs: end
    assertThat(retry.policy().guards()).containsExactly(limiter);
    RateLimiter virtual =
        RateLimiter.builder(50, ofSeconds(1)).burst(1).timebase(time).build();
    Retry spaced = inVirtualTime(RetryPolicy.builder().guard(virtual).build());
    for (int i = 0; i < 3; i++) {
      spaced.call(() -> service.ask(prompt));
    }
    assertThat(time.sleeps()).containsExactly(ofMillis(20), ofMillis(20));
  }

  @Test
  void limiter_waitTooLong_isRefusedWithWhenToComeBack() throws IOException {
    RateLimiter virtual = RateLimiter.builder(1, ofMinutes(1))
        .maxWait(ofSeconds(5))
        .timebase(time)
        .build();
    Retry retry = inVirtualTime(RetryPolicy.builder().guard(virtual).build());
    retry.call(() -> service.ask(prompt));
    assertThatThrownBy(() -> retry.call(() -> service.ask(prompt)))
        .isInstanceOfSatisfying(AttemptRefusedException.class, refused -> {
          assertThat(refused.retryAfter()).contains(ofMinutes(1));
          try {
            Output.isShown("rate-limits/refused", refused.toString());
          } catch (IOException unwritten) {
            throw new AssertionError(unwritten);
          }
        });
  }

  @Test
  void waitWhenRefused_insteadOfAnError_comesBackInTime() throws IOException {
    RateLimiter limiter = RateLimiter.builder(1, ofMinutes(1))
        .maxWait(ofSeconds(5))
        .timebase(time)
        .build();
    // docs: begin rate-limits/wait
    RetryPolicy patient = RetryPolicy.builder()
        .guard(limiter)
        .waitWhenRefused(true) // uses up no attempt
        .maxDuration(ofMinutes(10)) // needed: it ends the wait
        .build();
    // docs: end
    Retry retry = inVirtualTime(patient);
    retry.call(() -> service.ask(prompt));
    assertThat(retry.call(() -> service.ask(prompt))).isEqualTo("answer to why?");
    assertThat(time.elapsed()).isEqualTo(ofMinutes(1));
  }

  @Test
  void quota_tokensOfACall_areReserved() {
    // docs: begin rate-limits/quota
    Quota quota = Quota.builder()
        .requestsPerMinute(50)
        .tokensPerMinute(400_000)
        .settle(Quota.TOKENS, Reply.class, reply -> reply.tokens()) // what it really took
        .build();
    Retry retry = Retry.with(RateLimits.policy().toBuilder().guard(quota).build());

    Reply reply = retry.withCost(3_000).call(() -> new Reply("because", 1_200));
    // docs: end
    assertThat(reply.tokens()).isEqualTo(1_200);
    assertThat(quota.available().get(Quota.TOKENS)).isBetween(398_800L, 400_000L);
  }

  /** An answer that tells what it took. */
  record Reply(String text, long tokens) {}

  @Test
  void adaptiveLimiter_nothingThrottled_holdsNobodyBack() throws IOException {
    // docs: begin rate-limits/adaptive
    AdaptiveRateLimiter limiter = AdaptiveRateLimiter.builder().build();
    Retry retry = Retry.with(RateLimits.policy().toBuilder().guard(limiter).build());
    // docs: end
    assertThat(retry.call(() -> service.ask(prompt))).isEqualTo("answer to why?");
  }

  @Test
  void log_serverThrottles_saysWhatItAskedFor() throws IOException {
    Client client =
        new Client(List.of(new Answer(429, "Retry-After", "7"), new Answer(200)).iterator());
    RetryPolicy exact =
        RateLimits.policy().toBuilder().name("claude").jitter(false).build();
    Retry retry = inVirtualTime(exact);
    Output.isShown("rate-limits/log", Output.logged(() -> retry.call(client::send)));
  }
}
