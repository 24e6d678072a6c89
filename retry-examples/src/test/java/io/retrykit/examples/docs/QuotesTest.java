package io.retrykit.examples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.async.AsyncRetry;
import io.retrykit.async.Hedge;
import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.policy.StopReason;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.throttle.RateLimits;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What pages quote in their tables of troubles is what is said in such trouble. */
class QuotesTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Service service = new Service();

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder().timebase(time).jitter(false);
  }

  /** Asserts that a page has a quotation, and that it was said; three dots stand for anything. */
  private static void isSaid(String page, String quote, String said) throws IOException {
    assertThat(Files.readString(Page.ROOT.resolve("docs").resolve(page)))
        .contains("`" + quote + "`");
    assertThat(said).containsSubsequence(Arrays.asList(quote.split("\\.\\.\\.", -1)));
  }

  private static String loggedBy(ThrowingCallable failing) {
    return Output.logged(() -> assertThat(catchThrowable(failing)).isNotNull());
  }

  private String failure(Retry retry) {
    service.failing(9);
    return loggedBy(() -> retry.call(() -> service.ask("why?")));
  }

  @Test
  void maxDuration_noRoomForAPause_isRefused() throws IOException {
    String said =
        catchThrowable(() -> policy().maxDuration(ofMillis(10)).build()).toString();
    isSaid("quick-start.md", "maxDuration must leave room for the first pause", said);
  }

  @Test
  void maxDuration_usedUpByTheFirstAttempt_endsTheCall() throws IOException {
    Retry retry = Retry.with(policy().maxDuration(ofSeconds(5)).build());
    String said = loggedBy(() -> retry.call(() -> {
      time.advance(ofSeconds(4));
      throw new IOException("late");
    }));
    isSaid("guide/retry-a-call.md", "gave up at attempt 1/3: max duration", said);
  }

  @Test
  void responses_thatNoRetryCures_endTheCall() throws IOException {
    Retry limits = Retry.with(RateLimits.policy().toBuilder().timebase(time).build());
    isSaid(
        "guide/rate-limits.md",
        "gave up at attempt 1/5: server delay too long",
        Output.logged(() -> limits.call(() -> new Answer(429, "Retry-After", "3600"))));
    Retry plain = Retry.with(policy().build());
    isSaid(
        "guide/rate-limits.md",
        "gave up at attempt 1/3: classified as final (the request itself is refused: 400)",
        loggedBy(() -> plain.call(() -> {
          throw new Refused(400, "");
        })));
    isSaid(
        "guide/rate-limits.md",
        "gave up at attempt 1/5: classified as final (the quota is used up for longer than a retry waits...)",
        loggedBy(() -> limits.call(() -> {
          throw new Refused(429, "insufficient_quota");
        })));
  }

  /** Public, as the exceptions of a client are. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    /** Returns the status of the response. */
    public int statusCode() {
      return status;
    }
  }

  @Test
  void refusal_ofALimiter_namesItAndItsReason() throws IOException {
    RateLimiter limiter = RateLimiter.builder(1, ofMinutes(1))
        .maxWait(ofSeconds(1))
        .timebase(time)
        .build();
    Retry retry = Retry.with(policy().guard(limiter).build());
    retry.call(() -> service.ask("why?"));
    isSaid("guide/composing.md", "refused (rate-limiter: ...)", failure(retry));
  }

  @Test
  void stream_brokenInTheMiddle_saysSo() throws IOException {
    AsyncRetry retry = AsyncRetry.with(RetryPolicy.defaults());
    Flow.Publisher<String> broken = subscriber -> {
      SubmissionPublisher<String> sent = new SubmissionPublisher<>(Runnable::run, 8);
      sent.subscribe(subscriber);
      sent.submit("be");
      sent.closeExceptionally(new IOException("reset"));
    };
    String said = loggedBy(() -> retry.stream(() -> broken).elements().toList());
    isSaid("guide/streaming.md", "gave up at attempt 1/3: partly delivered", said);
    assertThatThrownBy(() -> retry.withHedge(Hedge.after(ofSeconds(1))).stream(() -> broken))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void reasonsToGiveUp_allOfThem_areExplained() throws IOException {
    String page = Files.readString(Page.ROOT.resolve("docs/guide/logs-and-jfr.md"));
    assertThat(StopReason.values())
        .allSatisfy(
            reason -> assertThat(page).containsPattern("`" + reason + "( \\(\\.\\.\\.\\))?`"));
  }

  @Test
  void finalFailure_atTheFirstAttempt_isNoWarning() {
    assertThat(failure(Retry.with(policy().retryOn(IllegalStateException.class).build())))
        .isEmpty();
    assertThat(failure(Retry.with(policy().maxAttempts(1).build()))).isEmpty();
  }

  @Test
  void attemptTimeout_whileAGuardMakesWait_doesNotRun() throws IOException {
    RateLimiter limiter = RateLimiter.builder(1, ofSeconds(5)).timebase(time).build();
    Retry retry =
        Retry.with(policy().guard(limiter).attemptTimeout(ofSeconds(1)).build());
    retry.call(() -> service.ask("why?"));
    assertThat(retry.call(() -> service.ask("why?"))).isEqualTo("answer to why?");
    assertThat(time.elapsed()).isEqualTo(ofSeconds(5));
  }

  @Test
  void uniformPauses_ofOtherLibraries_areAFixedOneWithAdditiveJitter() {
    Backoff uniform = Backoff.fixed(ofSeconds(1)).jittered(Jitter.additive(ofSeconds(2)));
    assertThat(uniform.leastNanos(1, 0)).isEqualTo(ofSeconds(1).toNanos());
    assertThat(uniform.mostNanos(1, 0)).isEqualTo(ofSeconds(3).toNanos());
  }
}
