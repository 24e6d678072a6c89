package io.retrykit;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.RetryHistory;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a retry budget hears, in which order, and what becomes of a call when it is dry. */
class RetryBudgetTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Journal journal = new Journal();
  private final IllegalStateException failure = new IllegalStateException("failure");

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder().discovery(false).timebase(time).maxAttempts(4);
  }

  /** SPEC 9.1, SPEC 9.2: what the last of several took is given back. */
  @Test
  void success_afterTwoRetries_givesBackTheLastAmount() throws Exception {
    Retry retry = Retry.with(policy().budget(journal.budget(5, 10)).build());
    retry.call(new Script<String>().fails(2, failure).returns("v"));
    assertThat(journal.lines())
        .containsExactly(
            "budget failed 1 RETRY",
            "budget acquire 1",
            "budget failed 2 RETRY",
            "budget acquire 2",
            "budget succeeded 3, taken 10");
  }

  /** SPEC 9.2. */
  @Test
  void success_withoutARetry_reportsZero() throws Exception {
    Retry retry = Retry.with(policy().budget(journal.budget(5)).build());
    retry.call(new Script<String>().returns("v"));
    retry.call(new Script<String>().returns("v"));
    assertThat(journal.lines())
        .containsExactly("budget succeeded 1, taken 0", "budget succeeded 1, taken 0");
  }

  /** SPEC 9.2: an unacceptable result that is handed back is no success. */
  @Test
  void result_unacceptableInTheEnd_givesNothingBack() throws Exception {
    Retry retry = Retry.with(
        policy().retryOnResult("bad"::equals).budget(journal.budget(5, -1)).build());
    assertThat(retry.call(new Script<String>().returns("bad"))).isEqualTo("bad");
    assertThat(journal.lines())
        .containsExactly(
            "budget failed 1 RETRY",
            "budget acquire 1",
            "budget failed 2 RETRY",
            "budget acquire 2");
  }

  /** SPEC 9.1: with the verdict that was reached. */
  @Test
  void failure_throttledThenFinal_isReportedWithItsVerdict() {
    IOException fatal = new IOException("fatal");
    Retry retry = Retry.with(policy()
        .classifier(thrown -> thrown == fatal ? Verdict.giveUp("fatal") : Verdict.throttled())
        .budget(journal.budget())
        .build());
    assertThat(
            catchThrowable(() -> retry.call(new Script<String>().fails(failure).fails(fatal))))
        .isSameAs(fatal);
    assertThat(journal.lines())
        .containsExactly(
            "budget failed 1 THROTTLED", "budget acquire 1", "budget failed 2 GIVE_UP");
  }

  /** SPEC 9.3. */
  @Test
  void dry_lastFailure_isHandedBackWithoutAPause() {
    IOException second = new IOException("second");
    Retry retry = Retry.with(
        policy().budget(journal.budget(1, -1)).listener(journal.listener()).build());
    assertThat(
            catchThrowable(() -> retry.call(new Script<String>().fails(failure).fails(second))))
        .isSameAs(second);
    assertThat(second.getSuppressed()).singleElement().isInstanceOf(RetryHistory.class);
    assertThat(time.sleeps()).hasSize(1);
    assertThat(journal.lines()).last().isEqualTo("GAVE_UP 2 BUDGET");
  }

  /** SPEC 4.6, SPEC 9.3: the result handed back is neither discarded nor closed. */
  @Test
  void dry_lastResult_isHandedBackAsItIs() throws Exception {
    Retry retry = Retry.with(policy()
        .retryOnResult("bad"::equals)
        .onDiscard(any -> journal.note("discard " + any))
        .budget(journal.budget(-1))
        .build());
    assertThat(retry.call(new Script<String>().returns("bad"))).isEqualTo("bad");
    assertThat(journal.lines()).containsExactly("budget failed 1 RETRY", "budget acquire 1");
    assertThat(time.sleeps()).isEmpty();
  }

  /** SPEC 9.2: taken for a retry that the interrupted pause kept from being made. */
  @Test
  void interruptedPause_returnsWhatWasTaken() {
    Retry retry = Retry.with(policy().budget(journal.budget(5)).build());
    Thread.currentThread().interrupt();
    assertThat(catchThrowable(() -> retry.call(new Script<String>().fails(failure))))
        .isSameAs(failure);
    assertThat(journal.lines())
        .containsExactly("budget failed 1 RETRY", "budget acquire 1", "budget returned 1, taken 5");
  }

  /** SPEC 9.2: taken for a retry that a guard refused; what the attempt before it took stays taken. */
  @Test
  void refusedRetry_returnsWhatWasTakenForIt() {
    Retry retry = Retry.with(policy()
        .guard(journal
            .guard("g")
            .grants()
            .grants()
            .answers(Admission.refused("open", Admission.UNKNOWN)))
        .budget(journal.budget(5, 10))
        .build());
    assertThat(catchThrowable(() -> retry.call(new Script<String>().fails(failure))))
        .isInstanceOf(AttemptRefusedException.class);
    assertThat(journal.lines("budget"))
        .containsExactly(
            "budget failed 1 RETRY",
            "budget acquire 1",
            "budget failed 2 RETRY",
            "budget acquire 2",
            "budget returned 2, taken 10");
  }

  /** SPEC 9.2: taken for a retry that an error in a guard kept from being made, whichever guard it is. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void errorOfAGuard_beforeARetry_returnsWhatWasTakenForIt(int guards) {
    AssertionError error = new AssertionError("guard");
    RetryPolicyBuilder policy = policy().listener(journal.listener()).budget(journal.budget(5));
    for (int i = 1; i < guards; i++) {
      policy.guard(journal.guard("before"));
    }
    policy.guard(journal.guard("g").grants().answers(request -> {
      throw error;
    }));
    Retry retry = Retry.with(policy.build());

    assertThat(catchThrowable(() -> retry.call(new Script<String>().fails(failure))))
        .isSameAs(error);

    assertThat(error.getSuppressed()).containsExactly(failure);
    assertThat(journal.lines("budget"))
        .containsExactly("budget failed 1 RETRY", "budget acquire 1", "budget returned 1, taken 5");
    assertThat(journal.lines()).last().isEqualTo("GAVE_UP 2 CALLBACK_FAILED");
  }

  /** SPEC 9.2: the same for what a guard throws that cannot even be read, so that it is no refusal. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void unreadableFailureOfAGuard_beforeARetry_returnsWhatWasTakenForIt(int guards) {
    Unreadable unreadable = new Unreadable();
    RetryPolicyBuilder policy = policy().budget(journal.budget(5));
    for (int i = 1; i < guards; i++) {
      policy.guard(journal.guard("before"));
    }
    policy.guard(journal.guard("g").grants().answers(request -> {
      throw unreadable;
    }));
    Retry retry = Retry.with(policy.build());

    assertThat(catchThrowable(() -> retry.call(new Script<String>().fails(failure))))
        .isSameAs(unreadable.mute);
    assertThat(journal.lines("budget")).endsWith("budget returned 1, taken 5");
    assertThat(journal.lines().stream().filter(line -> line.startsWith("before released")))
        .hasSize(guards - 1);
  }

  /** A failure that says nothing of itself. */
  @SuppressWarnings("serial") // stays here
  private static final class Unreadable extends RuntimeException {
    final IllegalStateException mute = new IllegalStateException("mute");

    @Override
    public String getMessage() {
      throw mute;
    }
  }

  /** SPEC 9.2: a budget that fails while it is given back costs a line in the log. */
  @Test
  void budget_throwsWhenGivenBack_callEndsAsItHas() {
    RetryBudget broken = new RetryBudget() {
      @Override
      public String name() {
        return "broken";
      }

      @Override
      public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
        return 1;
      }

      @Override
      public void returned(AdmissionRequest request, long taken) {
        journal.note("returned " + taken);
        throw new AssertionError("budget");
      }
    };
    Thread.currentThread().interrupt();
    Retry retry = Retry.with(policy().budget(broken).build());
    assertThat(catchThrowable(() -> retry.call(new Script<String>().fails(failure))))
        .isSameAs(failure);
    assertThat(journal.lines()).containsExactly("returned 1");
  }

  /** SPEC 9.2: an amount of zero was taken: nothing to give back, and a retry all the same. */
  @Test
  void acquire_ofNothing_isARetry() throws Exception {
    Retry retry = Retry.with(policy().budget(journal.budget(0)).build());
    assertThat(retry.call(new Script<String>().fails(failure).returns("v"))).isEqualTo("v");
    assertThat(journal.lines()).last().isEqualTo("budget succeeded 2, taken 0");
  }

  /** SPEC 8.4, SPEC 9.1: a refusal of a guard is no failure of the service. */
  @Test
  void refusal_ofAGuard_isNotReported() {
    Retry retry = Retry.with(policy()
        .guard(journal.guard("breaker").answers(Admission.refused("open", Admission.UNKNOWN)))
        .budget(journal.budget())
        .build());
    assertThat(catchThrowable(() -> retry.call(new Script<String>().returns("v"))))
        .isNotNull();
    assertThat(journal.lines("budget")).isEmpty();
  }

  /** The budget hears what the call is about. */
  @Test
  void request_ofAKeyedCall_carriesKeyCostAndAttempt() throws Exception {
    List<String> requests = new ArrayList<>();
    RetryBudget budget = new RetryBudget() {
      @Override
      public String name() {
        return "budget";
      }

      @Override
      public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
        requests.add(request.toString());
        return 0;
      }
    };
    Retry retry = Retry.with(
        policy().jitter(false).budget(budget).maxDuration(ofSeconds(10)).build());
    retry
        .forKey("claude-3")
        .withCost(7)
        .call(new Script<String>().fails(2, failure).returns("v"));
    assertThat(requests)
        .containsExactly(
            "claude-3, attempt 1, cost 7, 10s left", "claude-3, attempt 2, cost 7, 9s left");
  }
}
