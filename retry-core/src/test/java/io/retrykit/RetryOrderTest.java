package io.retrykit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens around an attempt, in which order, and what an early end leaves untouched. */
class RetryOrderTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Journal journal = new Journal();
  private final IllegalStateException failure = new IllegalStateException("failure");

  /** Everything that can take part writes into the journal. */
  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(2)
        .classifier(journal.classifier(Verdict.noOpinion()))
        .backoff(Backoff.function(n -> {
          journal.note("delay " + n);
          return ofSeconds(1);
        }))
        .guard(journal.guard("a"))
        .guard(journal.guard("b"))
        .budget(journal.budget(5))
        .onDiscard(result -> journal.note("discard " + result))
        .onRetry((thrown, attempt) -> journal.note("onRetry " + attempt))
        .listener(journal.listener());
  }

  private static Throwable endOf(RetryPolicyBuilder policy, Script<String> calls) {
    return catchThrowable(() -> Retry.with(policy.build()).call(calls));
  }

  /** SPEC 1.4, SPEC 8.1, SPEC 9.1, SPEC 10.1. */
  @Test
  void call_failureThenSuccess_everythingInItsOrder() throws Exception {
    Script<String> calls = new Script<String>()
        .does(() -> {
          journal.note("attempt at " + time.elapsed());
          throw failure;
        })
        .does(() -> {
          journal.note("attempt at " + time.elapsed());
          return "v";
        });
    Retry.with(policy().build()).call(calls);
    assertThat(journal.lines())
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "attempt at PT0S",
            "classify failure",
            "b failed b1",
            "a failed a1",
            "budget failed 1 RETRY",
            "delay 1",
            "budget acquire 1",
            "FAILED 1 failure",
            "onRetry 1",
            "RETRY 1 in 1s",
            "a admit 2",
            "b admit 2",
            "attempt at PT1S",
            "b succeeded b2",
            "a succeeded a2",
            "budget succeeded 2, taken 5",
            "SUCCEEDED 2 v");
  }

  /** SPEC 1.4, SPEC 4.6: discard stands between the listeners and the pause. */
  @Test
  void call_resultThrownAway_afterTheListenersBeforeThePause() throws Exception {
    RetryPolicyBuilder onBad = policy()
        .retryOnResult("bad"::equals)
        .onDiscard(result -> journal.note("discard " + result + " at " + time.elapsed()));
    Retry.with(onBad.build()).call(new Script<String>().returns("bad").returns("v"));
    assertThat(journal.lines())
        .containsSubsequence(
            "b failed b1",
            "a failed a1",
            "budget failed 1 RETRY",
            "delay 1",
            "budget acquire 1",
            "FAILED 1 bad",
            "onRetry 1",
            "RETRY 1 in 1s",
            "discard bad at PT0S",
            "a admit 2");
  }

  /** SPEC 1.4. */
  @Test
  void call_finalFailure_asksNeitherBackoffNorBudget() {
    assertThat(endOf(
            policy().abortOn(IllegalStateException.class), new Script<String>().fails(failure)))
        .isSameAs(failure);
    assertThat(journal.lines())
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "b failed b1",
            "a failed a1",
            "budget failed 1 GIVE_UP",
            "FAILED 1 failure",
            "GAVE_UP 1 ABORTED");
  }

  /** SPEC 1.2, SPEC 1.4. */
  @Test
  void call_lastAttempt_asksNeitherBackoffNorBudget() {
    assertThat(endOf(policy().maxAttempts(1), new Script<String>().fails(failure)))
        .isSameAs(failure);
    assertThat(journal.lines())
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "classify failure",
            "b failed b1",
            "a failed a1",
            "budget failed 1 RETRY",
            "FAILED 1 failure",
            "GAVE_UP 1 MAX_ATTEMPTS");
    assertThat(time.sleeps()).isEmpty();
  }

  /** SPEC 1.4: the delay is worked out, the budget is not asked. */
  @Test
  void call_pauseAcrossTheDeadline_leavesTheBudgetAlone() {
    Script<String> calls = new Script<String>().does(() -> {
      time.advance(ofMillis(500));
      throw failure;
    });
    assertThat(endOf(policy().maxDuration(ofMillis(1500)), calls)).isSameAs(failure);
    assertThat(journal.lines())
        .containsSubsequence("delay 1", "FAILED 1 failure", "GAVE_UP 1 MAX_DURATION")
        .doesNotContain("budget acquire 1");
  }

  /** SPEC 1.4: an ended backoff comes before the deadline and the budget. */
  @Test
  void call_backoffEnded_leavesTheBudgetAlone() {
    RetryPolicyBuilder two =
        policy().maxAttempts(9).backoff(Backoff.list(ofMillis(1), ofMillis(2)).take(2));
    Script<String> calls = new Script<String>().fails(failure);
    assertThat(endOf(two, calls)).isSameAs(failure);
    assertThat(calls.calls()).isEqualTo(3);
    assertThat(time.sleeps()).containsExactly(ofMillis(1), ofMillis(2));
    assertThat(journal.lines("budget"))
        .containsExactly(
            "budget failed 1 RETRY",
            "budget acquire 1",
            "budget failed 2 RETRY",
            "budget acquire 2",
            "budget failed 3 RETRY");
    assertThat(journal.lines("GAVE_UP")).containsExactly("GAVE_UP 3 BACKOFF_ENDED");
  }

  /** SPEC 1.2, SPEC 2.5. */
  @Test
  void call_nFailures_nMinusOnePausesOfTheSchedule() {
    Retry retry = Retry.with(RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(5)
        .jitter(false)
        .build());
    List<Integer> numbers = new ArrayList<>();
    assertThat(catchThrowable(() -> retry.callWithAttempt(attempt -> {
          numbers.add(attempt.number());
          throw failure;
        })))
        .isSameAs(failure);
    assertThat(numbers).containsExactly(1, 2, 3, 4, 5);
    assertThat(time.sleeps())
        .isEqualTo(List.<Duration>of(ofSeconds(1), ofSeconds(2), ofSeconds(4), ofSeconds(8)));
  }
}
