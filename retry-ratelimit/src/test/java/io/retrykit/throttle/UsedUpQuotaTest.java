package io.retrykit.throttle;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import java.net.ConnectException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 17.3: a quota that a pause brings back, and one that none does. */
class UsedUpQuotaTest {
  private static final String QUOTA =
      "You exceeded your current quota, please check your plan and billing details.";

  private final Classifier classifier = RateLimits.classifier();

  private static Refusal refusal(
      int status, @Nullable String code, Map<String, String> headers, String message) {
    return new Refusal(status, code, headers, null, message);
  }

  private Verdict said(String message) {
    return classifier.classify(refusal(429, "RESOURCE_EXHAUSTED", Map.of(), message));
  }

  /** Gemini says the same of a minute and of a day. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        " quotaId: GenerateContentInputTokensPerModelPerMinute-FreeTier",
        " Limit: 15 requests per minute",
        " Limit: 2 per second",
        " Please retry in 26.4s.",
        " \"retryDelay\": \"26s\""
      })
  void quota_thatIsOfAMinute_isThrottled(String detail) {
    assertThat(said(QUOTA + detail)).isEqualTo(Verdict.throttled());
    assertThat(classifier.classify(new RuntimeException(QUOTA + detail)))
        .isEqualTo(Verdict.throttled());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " quotaId: GenerateRequestsPerDayPerProjectPerModel-FreeTier, retryDelay: 26s",
        " Limit: 200 requests per day, 15 requests per minute",
        " Please retry in 13h12m."
      })
  void quota_thatIsOfADayOrDoesNotSay_isGivenUp(String detail) {
    assertThat(said(QUOTA + detail).decision()).isEqualTo(Verdict.Decision.GIVE_UP);
  }

  @Test
  void quota_withAServersHint_isThrottledUntilThen() {
    Map<String, String> hint = Map.of("Retry-After", "26");
    assertThat(classifier.classify(refusal(429, null, hint, QUOTA)))
        .hasToString(Verdict.throttled().withFloor(ofSeconds(26)).toString());
    assertThat(
            classifier.classify(refusal(429, "insufficient_quota", hint, QUOTA)).decision())
        .isEqualTo(Verdict.Decision.GIVE_UP);
    assertThat(
            classifier.classify(refusal(429, null, hint, "insufficient_quota")).decision())
        .isEqualTo(Verdict.Decision.GIVE_UP);
    assertThat(classifier
            .classify(refusal(429, null, hint, "too many tokens per day"))
            .decision())
        .isEqualTo(Verdict.Decision.GIVE_UP);
  }

  /** The subject of a message is not what became of it. */
  @Test
  void words_thatOnlyMentionADay_leaveTheCauseToDecide() {
    assertThat(classifier.classify(
            new IllegalStateException("daily quota sync failed", new ConnectException())))
        .isEqualTo(Verdict.retry());
    assertThat(classifier.classify(new RuntimeException(
            "report of requests per day failed", refusal(503, null, Map.of(), "busy"))))
        .isEqualTo(Verdict.retry());
    assertThat(classifier.classify(new RuntimeException("daily quota sync failed")))
        .isSameAs(Verdict.noOpinion());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "daily quota exceeded",
        "limit of requests per day reached",
        "the daily limit is used up",
        "too many tokens per day",
        "insufficient_quota"
      })
  void words_thatSayItIsUsedUp_areGivenUp(String message) {
    Verdict verdict = classifier.classify(new RuntimeException(message));

    assertThat(verdict.reason()).startsWith("the quota is used up for longer than a retry waits");
    assertThat(RateLimits.limits().classify(new RuntimeException(message)))
        .hasToString(verdict.toString());
  }

  /** Somebody's words about it further down do not outweigh what is nearer. */
  @Test
  void words_furtherDown_doNotOutweighWhatIsNearer() {
    Throwable told = refusal(503, null, Map.of(), "busy");
    told.initCause(new RuntimeException("daily quota exceeded"));
    assertThat(classifier.classify(told)).isEqualTo(Verdict.retry());

    Throwable wrapped = new RuntimeException(
        "Rate limit exceeded", refusal(429, null, Map.of(), "daily quota exceeded"));
    assertThat(classifier.classify(wrapped).decision()).isEqualTo(Verdict.Decision.GIVE_UP);
  }
}
