package io.retrykit.policy;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.failure.Verdict;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Policies in words, as a person reads them. SPEC 2.1. */
class ExplanationTest {
  @Test
  void explain_theDefaults() {
    assertThat(RetryPolicy.defaults().explain()).isEqualTo("""
            policy: retry
            attempts: at most 3
            retried: any exception
            pauses: exponential from 1s by 2, at most 1m, proportional jitter x [0.5, 1.5)
            schedule: 1s (500ms to 1.5s), 2s (1s to 3s)
            server hints: obeyed up to 5m each
            worst case: 3 attempts with 4.5s of pauses (3s on average), server hints aside, \
            and the time the attempts take
            """);
    assertThat(RetryPolicy.defaults())
        .hasToString("retry: attempts at most 3; exponential from 1s by 2, at most 1m, "
            + "proportional jitter x [0.5, 1.5); on any exception");
  }

  @Test
  void explain_onlyOneAttempt() {
    RetryPolicy once = RetryPolicy.builder().name("once").maxAttempts(1).build();
    assertThat(once.explain()).isEqualTo("""
            policy: once
            attempts: 1, no retry
            worst case: 1 attempt, and the time it takes
            """);
    assertThat(once).hasToString("once: attempts 1, no retry");
    assertThat(once.toBuilder().attemptTimeout(ofSeconds(3)).build().explain()).isEqualTo("""
            policy: once
            attempts: 1, no retry
            each attempt: within 3s
            worst case: 1 attempt of 3s
            """);
  }

  @Test
  void explain_everythingThereIs() {
    RetryPolicy policy = RetryPolicy.builder()
        .name("claude")
        .maxAttempts(12)
        .retryOn(IOException.class, TimeoutException.class)
        .abortOn(ArithmeticException.class)
        .retryOnResult(Integer.class, status -> status >= 500)
        .initialDelay(ofMillis(100))
        .maxDelay(ofSeconds(20))
        .jitter(Jitter.full())
        .throttledBackoff(Backoff.fixed(ofSeconds(30)))
        .maxServerDelay(ofSeconds(90))
        .attemptTimeout(ofSeconds(5))
        .maxDuration(ofMinutes(10))
        .guard(Parts.guard("quota"))
        .guard(Parts.guard("circuit-breaker"))
        .waitWhenRefused(true)
        .budget(Parts.budget("tokens"))
        .build();
    assertThat(policy.explain()).isEqualTo("""
            policy: claude
            attempts: at most 12
            retried: IOException, TimeoutException; results: a predicate on Integer; \
            but not ArithmeticException
            pauses: exponential from 100ms by 2, at most 20s, full jitter x [0.0, 1.0)
            schedule: 50ms (0s to 100ms), 100ms (0s to 200ms), 200ms (0s to 400ms), \
            400ms (0s to 800ms), 800ms (0s to 1.6s), 1.6s (0s to 3.2s), 3.2s (0s to 6.4s), \
            6.4s (0s to 12.8s), ...
            when throttled: fixed 30s, at most 20s, full jitter x [0.0, 1.0)
            server hints: obeyed up to 1m 30s each
            each attempt: within 5s
            whole call: no pause begins that would cross 10m
            guards: quota, circuit-breaker, waited for where they refuse
            budget: tokens
            worst case: 12 attempts with 3m 40s of pauses (42.75s on average if not throttled), \
            server hints and waits for guards aside, and 1m of attempts
            """);
    assertThat(policy)
        .hasToString("claude: attempts at most 12; exponential from 100ms by 2, at most 20s, "
            + "full jitter x [0.0, 1.0); on IOException, TimeoutException; "
            + "results: a predicate on Integer; but not ArithmeticException; "
            + "each attempt within 5s; no retry after 10m; guarded by quota, circuit-breaker; "
            + "budget tokens");
  }

  @Test
  void explain_unlimitedAttemptsWithinADuration() {
    RetryPolicy policy = RetryPolicy.builder()
        .unlimitedAttempts()
        .jitter(false)
        .attemptTimeout(ofSeconds(30))
        .maxDuration(ofMinutes(5))
        .maxServerDelay(ZERO)
        .build();
    assertThat(policy.explain()).isEqualTo("""
            policy: retry
            attempts: unlimited
            retried: any exception
            pauses: exponential from 1s by 2, at most 1m
            schedule: 1s, 2s, 4s, 8s, 16s, 32s, 1m, 1m, ...
            server hints: none obeyed, any ends the retrying
            each attempt: within 30s
            whole call: no pause begins that would cross 5m
            worst case: as many attempts as can begin within 5m
            """);
    assertThat(policy)
        .hasToString("retry: attempts unlimited; exponential from 1s by 2, at most 1m; "
            + "on any exception; each attempt within 30s; no retry after 5m");
  }

  @Test
  void explain_unlimitedAttemptsWithABudget_hasNoEnd() {
    RetryPolicy policy = RetryPolicy.builder()
        .unlimitedAttempts()
        .attemptTimeout(ofMinutes(10))
        .budget(Parts.budget("tokens"))
        .build();
    assertThat(policy.explain())
        .endsWith("worst case: any number of attempts with pauses that never end, "
            + "server hints aside, and the time the attempts take\n");
  }

  @Test
  void explain_aBackoffThatEnds_endsWithIt() {
    RetryPolicy policy = RetryPolicy.builder()
        .maxAttempts(10)
        .backoff(Backoff.list(ofSeconds(1), ofSeconds(5)).take(2))
        .build();
    assertThat(policy.explain())
        .contains("pauses: 2 pauses of (list [1s, 5s])\n")
        .contains("schedule: 1s, 5s\n")
        .contains("worst case: 3 attempts with 6s of pauses, server hints aside");
  }

  @Test
  void explain_decorrelatedJitter_growsFromStepToStep() {
    RetryPolicy policy = RetryPolicy.builder().jitter(Jitter.decorrelated()).build();
    assertThat(policy.explain())
        .contains("schedule: 2s (1s to 3s), 5s (1s to 9s)\n")
        .contains("worst case: 3 attempts with 12s of pauses, server hints aside");
  }

  @Test
  void explain_moreAttemptsThanAreAddedUp_countsTheRest() {
    RetryPolicy policy = RetryPolicy.builder()
        .maxAttempts(100_001)
        .backoff(Backoff.fixed(ofSeconds(1)))
        .build();
    assertThat(policy.explain())
        .contains("worst case: 100001 attempts with 1d 3h 46m 40s of pauses, ");
  }

  private static String worst(RetryPolicyBuilder policy) {
    String text = policy.build().explain();
    return text.substring(text.indexOf("worst case: ") + "worst case: ".length())
        .strip();
  }

  /** Pauses, attempts, or both together do not fit: how many attempts there are depends on the draws. */
  @Test
  void explain_moreThanTheDurationAllows_saysSo() {
    RetryPolicyBuilder ten = RetryPolicy.builder().maxAttempts(10);
    assertThat(worst(ten.maxDuration(ofSeconds(5))))
        .isEqualTo("as many of 10 attempts as can begin within 5s");
    RetryPolicyBuilder together =
        RetryPolicy.builder().jitter(false).attemptTimeout(ofSeconds(2)).maxServerDelay(ZERO);
    assertThat(worst(together.maxDuration(ofSeconds(9))))
        .isEqualTo("as many of 3 attempts as can begin within 9s");
    assertThat(worst(together.maxDuration(ofSeconds(10))))
        .isEqualTo("3 attempts with 3s of pauses, and 6s of attempts");
    RetryPolicyBuilder throttled = RetryPolicy.builder()
        .initialDelay(ofMillis(100))
        .throttledBackoff(Backoff.fixed(ofSeconds(10)))
        .maxDuration(ofSeconds(5));
    assertThat(worst(throttled)).isEqualTo("as many of 3 attempts as can begin within 5s");
  }

  /** Nobody reads them without a classifier, written or found. */
  @Test
  void explain_withoutClassifiers_hasNoHints() {
    RetryPolicyBuilder alone = RetryPolicy.builder().discovery(false).jitter(false);
    assertThat(alone.build().explain())
        .contains("server hints: none read, there is no classifier\n")
        .contains("worst case: 3 attempts with 3s of pauses, and the time the attempts take");
    assertThat(alone.classifier(failure -> Verdict.noOpinion()).build().explain())
        .contains("retried: any exception; a classifier is asked first\n")
        .contains("server hints: obeyed up to 5m each\n")
        .contains("3s of pauses, server hints aside");
    assertThat(alone.classifier(failure -> Verdict.retry()).build().explain())
        .contains("; 2 classifiers are asked first\n");
  }

  @Test
  void explain_guards_areWaitedForOnTop() {
    RetryPolicyBuilder guarded =
        RetryPolicy.builder().discovery(false).jitter(false).guard(Parts.guard("limiter"));
    assertThat(worst(guarded))
        .isEqualTo(
            "3 attempts with 3s of pauses, waits for guards aside, and the time the attempts take");
    assertThat(worst(guarded.maxAttempts(1).attemptTimeout(ofSeconds(2))))
        .isEqualTo("1 attempt of 2s, waits for guards aside");
  }

  /** What it draws from depends on what it drew, until its cap is all it can draw up to. */
  @Test
  void explain_jitterThatFeedsOnItsDraws_hasNoAverage_unlessItsCapCutsEachRange() {
    RetryPolicyBuilder feeding = RetryPolicy.builder()
        .discovery(false)
        .maxAttempts(4)
        .initialDelay(ofSeconds(1))
        .jitter(Jitter.decorrelated());
    assertThat(worst(feeding.maxDelay(ofSeconds(5))))
        .isEqualTo("4 attempts with 13s of pauses, and the time the attempts take");
    assertThat(worst(feeding.maxDelay(ofSeconds(2))))
        .isEqualTo(
            "4 attempts with 6s of pauses (4.5s on average), and the time the attempts take");
  }
}
