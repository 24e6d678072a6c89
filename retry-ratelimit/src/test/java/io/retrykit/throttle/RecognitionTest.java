package io.retrykit.throttle;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.throttle.hint.HeaderSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a rate limit, and what only looks like one. */
class RecognitionTest {
  private final Classifier classifier = RateLimits.classifier();

  private Verdict judge(Throwable failure) {
    return classifier.classify(failure);
  }

  private static Refusal refusal(int status, @Nullable String code, @Nullable String message) {
    return new Refusal(status, code, Map.of(), null, message);
  }

  /** SPEC 17.1. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Rate limit exceeded",
        "rate-limited: slow down",
        "RATE LIMIT",
        "rate_limit_error",
        "Rate exceeded",
        "429 Too Many Requests",
        "Request was throttled",
        "ThrottlingException: slow down",
        "RequestThrottledException",
        "THROTTLED",
        "Too many tokens, please wait before trying again.",
        "Your request rate is too high"
      })
  void message_thatSpeaksOfALimit_isThrottled(String message) {
    assertThat(judge(new RuntimeException(message)).isThrottled()).isTrue();
  }

  /** SPEC 17.1: false friends. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Operator litigate limits",
        "Corporate limits apply",
        "accurate limits",
        "separate limit",
        "the request was not throttled",
        "no rate limit is set",
        "wasn't rate limited",
        "unthrottled",
        "NotAThrottlingError",
        "throt tle",
        ""
      })
  void message_thatOnlyLooksLikeALimit_isNoOpinion(String message) {
    assertThat(judge(new RuntimeException(message))).isSameAs(Verdict.noOpinion());
  }

  /** SPEC 17.1: a message about an argument talks about the setting. */
  @Test
  void message_ofAProgrammingError_isNoOpinion() {
    assertThat(judge(new IllegalArgumentException("rate limit must be positive")))
        .isSameAs(Verdict.noOpinion());
    assertThat(judge(new NullPointerException("rate limit"))).isSameAs(Verdict.noOpinion());
  }

  /** SPEC 17.1: what the code says counts, whatever the message quotes. */
  @Test
  void message_ofARefusalWithACode_doesNotCount() {
    Verdict verdict =
        judge(refusal(400, "ValidationException", "the prompt about a rate limit is too long"));
    assertThat(verdict.retries()).isFalse();
    assertThat(judge(refusal(404, null, "no such rate limit")).retries()).isFalse();
    assertThat(judge(refusal(403, null, "API rate limit exceeded for user")).isThrottled())
        .isTrue();
  }

  /** SPEC 17.3. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Too many tokens per day, please wait before trying again.",
        "Rate limit reached on requests per day (RPD): Limit 200",
        "You exceeded your current quota, please check your plan and billing details",
        "insufficient_quota",
        "Daily request limit exceeded"
      })
  void quotaOfADay_isGivenUpWithTheReason(String message) {
    Verdict verdict = judge(refusal(429, null, message));
    assertThat(verdict.decision()).isEqualTo(Verdict.Decision.GIVE_UP);
    assertThat(verdict.reason()).startsWith("the quota is used up for longer than a retry waits");
  }

  /** SPEC 17.3: the code names itself; another code beside it does not hide it. */
  @Test
  void quotaByItsCode_isGivenUpNamingIt() {
    assertThat(judge(refusal(429, "insufficient_quota", null)).reason())
        .endsWith(": insufficient_quota");
    assertThat(judge(
                new RuntimeException("outer", refusal(400, "ServiceQuotaExceededException", null)))
            .decision())
        .isEqualTo(Verdict.Decision.GIVE_UP);
  }

  /** SPEC 17.1: by the nearest failure that is known. */
  @Test
  void chain_nearestKnownFailure_decides() {
    assertThat(
            judge(new RuntimeException("call failed", refusal(429, null, null))).isThrottled())
        .isTrue();
    Throwable denied = new RuntimeException(refusal(403, "AccessDeniedException", null));
    assertThat(judge(denied).retries()).isFalse();
    Refusal wrapped = refusal(403, "AccessDeniedException", null);
    wrapped.initCause(new IOException("Rate limit exceeded"));
    assertThat(judge(wrapped).retries()).isFalse();
  }

  @Test
  void chain_thatIsACircle_ends() {
    RuntimeException one = new RuntimeException("one");
    RuntimeException two = new RuntimeException("two", one);
    one.initCause(two);
    assertThat(judge(one)).isSameAs(Verdict.noOpinion());
  }

  /** SPEC 17.2. */
  @Test
  void brokenConnection_isTransient_aMissingFileIsNot() {
    assertThat(judge(new IOException("reset"))).isEqualTo(Verdict.retry());
    assertThat(judge(new TimeoutException())).isEqualTo(Verdict.retry());
    assertThat(judge(new FileNotFoundException("x"))).isSameAs(Verdict.noOpinion());
    assertThat(judge(new InterruptedIOException())).isSameAs(Verdict.noOpinion());
    assertThat(judge(new RuntimeException(new InterruptedException("throttled"))))
        .isSameAs(Verdict.noOpinion());
  }

  /** SPEC 17.4: said only where nothing is written, and not at all about a rate limit. */
  @Test
  void hopelessRequest_isGivenUp_unlessTheChoiceIsWritten() {
    assertThat(judge(refusal(404, null, null)).reason())
        .isEqualTo("the request itself is refused: 404");
    assertThat(RateLimits.refiningClassifier().classify(refusal(404, null, null)))
        .isSameAs(Verdict.noOpinion());
    for (int status : new int[] {409, 423, 424, 501}) {
      assertThat(judge(refusal(status, null, null))).isSameAs(Verdict.noOpinion());
    }
  }

  /** SPEC 17.6. */
  @Test
  void serversWill_outweighsStatusAndQuota() {
    assertThat(explicit(429, "false", null).isVeto()).isTrue();
    assertThat(explicit(400, "true", null)).isEqualTo(Verdict.retry());
    assertThat(explicit(429, "true", "insufficient_quota")).isEqualTo(Verdict.retry());
    assertThat(explicit(400, "TRUE", null).retries()).isFalse();
  }

  private Verdict explicit(int status, String said, @Nullable String code) {
    return judge(new RuntimeException(
        new Refusal(status, code, Map.of("X-Should-Retry", said), null, null)));
  }

  /** SPEC 17.5: GitHub's secondary limit wants a minute, unless its header says something else. */
  @Test
  void secondaryLimit_waitsAMinuteOrWhatTheHeaderSays() {
    String message = "You have exceeded a secondary rate limit";
    assertThat(judge(refusal(403, null, message)))
        .hasToString(Verdict.throttled().withFloor(ofMinutes(1)).toString());
    Refusal hinted = new Refusal(403, null, Map.of("Retry-After", "5"), null, message);
    assertThat(judge(hinted).hintNanos()).isEqualTo(ofSeconds(5).toNanos());
  }

  /** SPEC 17.8. */
  @Test
  void verdict_ofStatusAndHeaders_isForClientsThatNothingKnows() {
    HeaderSource headers = HeaderSource.of(Map.of("Retry-After", "7"));
    assertThat(RateLimits.verdict(429, headers).hintNanos())
        .isEqualTo(ofSeconds(7).toNanos());
    assertThat(RateLimits.verdict(503, HeaderSource.NONE)).isEqualTo(Verdict.retry());
    assertThat(RateLimits.verdict(200, headers)).isSameAs(Verdict.noOpinion());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimits.verdict(42, headers))
        .withMessage("status must be between 100 and 599, was 42");
  }

  @Test
  void isRateLimit_tellsThoseThatARetryOutlasts() {
    assertThat(RateLimits.isRateLimit(refusal(429, null, null))).isTrue();
    assertThat(RateLimits.isRateLimit(refusal(503, null, null))).isFalse();
    assertThat(RateLimits.isRateLimit(refusal(429, "insufficient_quota", null))).isFalse();
  }

  /** SPEC 17.9. */
  @Property
  void messages_whateverTheyAre_neverThrow(@ForAll String message, @ForAll int status) {
    assertThat(judge(refusal(status, message, message))).isNotNull();
    assertThat(RateLimits.limits().classify(new RuntimeException(message))).isNotNull();
  }
}
