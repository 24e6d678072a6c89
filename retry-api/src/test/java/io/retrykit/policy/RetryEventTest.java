package io.retrykit.policy;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What listeners are told. */
class RetryEventTest {
  private final RetryPolicy policy =
      RetryPolicy.builder().name("claude").maxAttempts(5).build();
  private final IOException reset = new IOException("reset");
  private final Outcome failed = Outcome.ofFailure(reset);

  @Test
  void succeeded_tellsTheResult() {
    RetryEvent event = RetryEvent.succeeded(policy, 2, Outcome.ofResult("text"));
    assertThat(event.type()).isEqualTo(RetryEvent.Type.SUCCEEDED);
    assertThat(event.policy()).isEqualTo("claude");
    assertThat(event.attempt()).isEqualTo(2);
    assertThat(event.maxAttempts()).isEqualTo(5);
    assertThat(event.failure()).isNull();
    assertThat(event.outcome()).map(Outcome::result).contains("text");
    assertThat(event.verdict()).isEmpty();
    assertThat(event.reason()).isEmpty();
    assertThat(event.delay()).isEqualTo(ZERO);
    assertThat(event.detail()).isEmpty();
    assertThat(event).hasToString("claude: attempt 2/5 SUCCEEDED, result text");
  }

  @Test
  void failed_tellsFailureAndVerdict() {
    RetryEvent event = RetryEvent.failed(policy, 1, failed, Verdict.throttled());
    assertThat(event.type()).isEqualTo(RetryEvent.Type.FAILED);
    assertThat(event.failure()).isSameAs(reset);
    assertThat(event.verdict()).contains(Verdict.throttled());
    assertThat(event.delay()).isEqualTo(ZERO);
    assertThat(event).hasToString("claude: attempt 1/5 FAILED, failure java.io.IOException: reset");
  }

  @Test
  void retry_tellsThePause() {
    RetryEvent event =
        RetryEvent.retry(policy, 1, failed, Verdict.retry(), ofMillis(1_500).toNanos());
    assertThat(event.type()).isEqualTo(RetryEvent.Type.RETRY);
    assertThat(event.delay()).isEqualTo(ofMillis(1_500));
    assertThat(event.verdict()).contains(Verdict.retry());
    assertThat(event)
        .hasToString("claude: attempt 1/5 RETRY in 1.5s, failure java.io.IOException: reset");
  }

  @Test
  void refused_tellsWhoAndForHowLong() {
    RetryEvent event = RetryEvent.refused(policy, 3, ofSeconds(7).toNanos(), "breaker: open");
    assertThat(event.type()).isEqualTo(RetryEvent.Type.REFUSED);
    assertThat(event.delay()).isEqualTo(ofSeconds(7));
    assertThat(event.reason()).contains(StopReason.REFUSED);
    assertThat(event.detail()).isEqualTo("breaker: open");
    assertThat(event.outcome()).isEmpty();
    assertThat(event.failure()).isNull();
    assertThat(event).hasToString("claude: attempt 3/5 REFUSED (refused: breaker: open)");
    assertThat(RetryEvent.refused(policy, 3, -1, "full").delay()).isEqualTo(ZERO);
  }

  @Test
  void gaveUp_tellsWhy() {
    RetryEvent event = RetryEvent.gaveUp(policy, 5, failed, StopReason.MAX_ATTEMPTS, "");
    assertThat(event.type()).isEqualTo(RetryEvent.Type.GAVE_UP);
    assertThat(event.reason()).contains(StopReason.MAX_ATTEMPTS);
    assertThat(event.verdict()).isEmpty();
    assertThat(event)
        .hasToString(
            "claude: attempt 5/5 GAVE_UP (max attempts), failure java.io.IOException: reset");
    assertThat(RetryEvent.gaveUp(policy, 1, failed, StopReason.CLASSIFIED, "bad request"))
        .hasToString("claude: attempt 1/5 GAVE_UP (classified as final: bad request), "
            + "failure java.io.IOException: reset");
  }

  @Test
  void gaveUp_beforeTheFirstAttempt_hasNoOutcome() {
    RetryEvent event = RetryEvent.gaveUp(policy, 1, null, StopReason.INTERRUPTED, "");
    assertThat(event.outcome()).isEmpty();
    assertThat(event).hasToString("claude: attempt 1/5 GAVE_UP (interrupted)");
  }

  @Test
  void toString_ofAnUnlimitedPolicy_leavesTheLimitOut() {
    RetryPolicy unlimited =
        RetryPolicy.builder().unlimitedAttempts().maxDuration(ofSeconds(60)).build();
    RetryEvent event = RetryEvent.succeeded(unlimited, 9, Outcome.ofResult(null));
    assertThat(event.maxAttempts()).isEqualTo(Integer.MAX_VALUE);
    assertThat(event).hasToString("retry: attempt 9 SUCCEEDED, result null");
  }

  @Test
  void stopReasons_readAsWords() {
    for (StopReason reason : StopReason.values()) {
      assertThat(reason.toString()).matches("[a-z ]+");
    }
  }
}
