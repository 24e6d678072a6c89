package io.retrykit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.RetryHistory;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.testing.CapturedLog;
import io.retrykit.time.Nanos;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What guards are asked and told: exactly one end for each grant, in reverse order, whatever happens. */
class RetryGuardTest {
  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final VirtualTimebase time = VirtualTimebase.create();
  private final Journal journal = new Journal();
  private final Journal.RecordingGuard a = journal.guard("a");
  private final Journal.RecordingGuard b = journal.guard("b");
  private final Journal.RecordingGuard c = journal.guard("c");
  private final IllegalStateException failure = new IllegalStateException("failure");
  private final IllegalArgumentException broken = new IllegalArgumentException("broken");

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private RetryPolicyBuilder policy(Guard... guards) {
    RetryPolicyBuilder policy = RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(2)
        .backoff(Backoff.fixed(ofSeconds(1)));
    for (Guard guard : guards) {
      policy.guard(guard);
    }
    return policy;
  }

  private RetryPolicyBuilder threeGuards() {
    return policy(a, b, c);
  }

  private static @Nullable Throwable endOf(RetryPolicyBuilder policy, Script<?> calls) {
    return catchThrowable(() -> Retry.with(policy.build()).call(calls));
  }

  private static Admission open() {
    return Admission.refused("open", Admission.UNKNOWN);
  }

  private static Admission busyFor(Duration duration) {
    return Admission.refused("busy", duration.toNanos());
  }

  /** SPEC 8.1. */
  @Test
  void grants_success_areToldInReverseOrder() throws Exception {
    assertThat(Retry.with(threeGuards().build()).call(new Script<String>().returns("v")))
        .isEqualTo("v");
    assertThat(journal.lines())
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "c admit 1",
            "c succeeded c1",
            "b succeeded b1",
            "a succeeded a1");
  }

  /** SPEC 8.1: on every attempt anew. */
  @Test
  void grants_failures_areToldInReverseOrder() {
    assertThat(endOf(threeGuards(), new Script<String>().fails(failure))).isSameAs(failure);
    assertThat(journal.lines())
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "c admit 1",
            "c failed c1",
            "b failed b1",
            "a failed a1",
            "a admit 2",
            "b admit 2",
            "c admit 2",
            "c failed c2",
            "b failed b2",
            "a failed a2");
  }

  /** SPEC 8.1: an unacceptable result is a failure, the last one too. */
  @Test
  void grants_unacceptableResults_areToldOfAFailure() {
    RetryPolicyBuilder judging = policy(a, b).retryOnResult("bad"::equals);
    assertThat(endOf(judging, new Script<String>().returns("bad"))).isNull();
    assertThat(journal.lines())
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "b failed b1",
            "a failed a1",
            "a admit 2",
            "b admit 2",
            "b failed b2",
            "a failed a2");
  }

  /** SPEC 8.1: a failure the policy does not retry is still one the service made. */
  @Test
  void grants_finalFailure_areToldOfAFailure() {
    assertThat(endOf(policy(a).retryOn(IOException.class), new Script<String>().fails(failure)))
        .isSameAs(failure);
    assertThat(journal.lines()).containsExactly("a admit 1", "a failed a1");
  }

  /** SPEC 8.2. */
  @Test
  void grants_errorInterruptOrCancellation_areAbandoned() {
    for (Throwable neither : new Throwable[] {
      new AssertionError("error"),
      new InterruptedException("interrupt"),
      new CancellationException("cancelled"),
      new AttemptRefusedException("inner", "open", null, null)
    }) {
      Journal own = new Journal();
      assertThat(endOf(policy(own.guard("a"), own.guard("b")), new Script<String>().fails(neither)))
          .isSameAs(neither);
      assertThat(own.lines())
          .containsExactly("a admit 1", "b admit 1", "b abandoned b1", "a abandoned a1");
      Thread.interrupted();
    }
  }

  /** SPEC 8.2: asked for by name, an error is a failure like others. */
  @Test
  void grants_errorThatIsRetried_areToldOfAFailure() {
    AssertionError error = new AssertionError("error");
    assertThat(endOf(policy(a).retryOn(AssertionError.class), new Script<String>().fails(error)))
        .isSameAs(error);
    assertThat(journal.lines())
        .containsExactly("a admit 1", "a failed a1", "a admit 2", "a failed a2");
  }

  /** SPEC 4.4, SPEC 8.1: nobody knows what the attempt was worth. */
  @Test
  void grants_judgeThrows_areAbandoned() {
    RetryPolicyBuilder judging = policy(a, b)
        .retryOn(thrown -> {
          throw broken;
        })
        .retryOnResult(any -> {
          throw broken;
        });
    assertThat(endOf(judging, new Script<String>().fails(failure))).isSameAs(broken);
    assertThat(endOf(judging, new Script<String>().returns("v"))).isSameAs(broken);
    assertThat(journal.lines())
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "b abandoned b1",
            "a abandoned a1",
            "a admit 1",
            "b admit 1",
            "b abandoned b2",
            "a abandoned a2");
  }

  /** SPEC 5.1, SPEC 8.1: an interrupted pause comes after the end was told: not a second one. */
  @Test
  void grants_interruptedPause_areToldOnce() {
    Thread.currentThread().interrupt();
    assertThat(endOf(policy(a), new Script<String>().fails(failure))).isSameAs(failure);
    assertThat(journal.lines()).containsExactly("a admit 1", "a failed a1");
  }

  /** SPEC 8.1, SPEC 8.2, SPEC 8.4. */
  @Test
  void refusal_ofALaterGuard_releasesTheEarlierOnes() {
    c.answers(open());
    Script<String> calls = new Script<String>().returns("v");
    assertThat(endOf(threeGuards(), calls))
        .isInstanceOfSatisfying(AttemptRefusedException.class, refused -> {
          assertThat(refused.guard()).isEqualTo("c");
          assertThat(refused.reason()).isEqualTo("open");
          assertThat(refused.retryAfter()).isEmpty();
        })
        .hasNoCause()
        .hasNoSuppressedExceptions();
    assertThat(calls.calls()).isZero();
    assertThat(journal.lines())
        .containsExactly("a admit 1", "b admit 1", "c admit 1", "b released b1", "a released a1");
  }

  /** SPEC 8.4: not retried, though it is an exception and everything is retried. */
  @Test
  void refusal_ofTheFirstGuard_asksNoneOfTheOthers() {
    a.answers(busyFor(ofSeconds(3)));
    assertThat(endOf(threeGuards().retryOn(Throwable.class), new Script<String>().returns("v")))
        .isInstanceOfSatisfying(
            AttemptRefusedException.class,
            refused -> assertThat(refused.retryAfter()).contains(ofSeconds(3)));
    assertThat(journal.lines()).containsExactly("a admit 1");
    assertThat(time.sleeps()).isEmpty();
  }

  /** SPEC 8.4: the cause is the last real failure, and what went before that is its history. */
  @Test
  void refusal_afterFailures_carriesTheLastOneAndTheHistory() {
    IOException second = new IOException("second");
    a.grants().grants().answers(open());
    assertThat(
            endOf(policy(a).maxAttempts(9), new Script<String>().fails(failure).fails(second)))
        .isInstanceOf(AttemptRefusedException.class)
        .satisfies(refused -> {
          assertThat(refused.getCause()).isSameAs(second);
          assertThat(refused.getSuppressed())
              .singleElement()
              .isInstanceOfSatisfying(
                  RetryHistory.class,
                  history -> assertThat(history.failures()).containsExactly(failure));
        });
  }

  /** SPEC 8.4: the last real failure, not the last outcome. */
  @Test
  void refusal_afterAFailureAndABadResult_carriesTheFailure() {
    a.grants().grants().answers(open());
    Throwable refused = endOf(
        policy(a).maxAttempts(9).retryOnResult("bad"::equals),
        new Script<String>().fails(failure).returns("bad"));
    assertThat(refused).isInstanceOf(AttemptRefusedException.class);
    assertThat(refused.getCause()).isSameAs(failure);
    assertThat(refused).hasNoSuppressedExceptions();
  }

  /** SPEC 10.1: told once as a refusal, once as the end. */
  @Test
  void refusal_endsTheCall_isHeardOfTwice() {
    b.answers(open());
    assertThat(endOf(policy(a, b).listener(journal.listener()), new Script<String>().returns("v")))
        .isInstanceOf(AttemptRefusedException.class);
    assertThat(journal.lines())
        .containsExactly(
            "a admit 1", "b admit 1", "a released a1", "REFUSED 1 b: open", "GAVE_UP 1 REFUSED");
  }

  /** A guard may make the exception itself; one that cannot is no reason to lose the refusal. */
  @Test
  void refusal_guardsOwnException_isThrown() {
    AttemptRefusedException own = new AttemptRefusedException("own", "by hand", null, null);
    Guard guard = new Guard() {
      @Override
      public String name() {
        return "own";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return Admission.refused("no", Admission.UNKNOWN, "detail");
      }

      @Override
      public AttemptRefusedException refusal(Admission refusal, @Nullable Throwable lastFailure) {
        if ("detail".equals(refusal.lease())) {
          return own;
        }
        throw broken;
      }
    };
    assertThat(endOf(policy(guard), new Script<String>().returns("v"))).isSameAs(own);

    Guard failing = new Guard() {
      @Override
      public String name() {
        return "failing";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return open();
      }

      @Override
      public AttemptRefusedException refusal(Admission refusal, @Nullable Throwable lastFailure) {
        throw broken;
      }
    };
    assertThat(endOf(policy(failing), new Script<String>().returns("v")))
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessage("attempt refused by failing: open")
        .hasSuppressedException(broken);
  }

  /** SPEC 8.3. */
  @Test
  void guard_throws_refuses() {
    b.throwsIt(broken);
    assertThat(endOf(threeGuards(), new Script<String>().returns("v")))
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessage("attempt refused by b: the guard failed: " + broken)
        .cause()
        .isSameAs(broken);
    assertThat(journal.lines()).containsExactly("a admit 1", "b admit 1", "a released a1");
  }

  /** SPEC 8.3, SPEC 8.4: the cause stays the last real failure. */
  @Test
  void guard_throwsAfterAFailure_isSuppressed() {
    a.grants().throwsIt(broken);
    assertThat(endOf(policy(a), new Script<String>().fails(failure)))
        .isInstanceOf(AttemptRefusedException.class)
        .hasSuppressedException(broken)
        .cause()
        .isSameAs(failure);
  }

  /** SPEC 8.3: let through, and not told of an end it never granted. */
  @Test
  void guard_throwsAndIsFailOpen_letsThroughUnguarded() throws Exception {
    b.failsOpen().throwsIt(broken);
    Retry retry = Retry.with(threeGuards().build());
    assertThat(retry.call(new Script<String>().fails(failure).returns("v"))).isEqualTo("v");
    assertThat(journal.lines())
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "c admit 1",
            "c failed c1",
            "a failed a1",
            "a admit 2",
            "b admit 2",
            "c admit 2",
            "c succeeded c2",
            "b succeeded b1",
            "a succeeded a2");
    assertThat(log.warnings()).contains("WARN guard b failed and lets through: " + broken);
  }

  /** SPEC 8.3: the same for a lone guard, in each of the three ends. */
  @Test
  void loneGuard_throwsAndIsFailOpen_isToldNothing() {
    a.failsOpen().throwsIt(broken).throwsIt(broken).throwsIt(broken);
    assertThat(endOf(policy(a), new Script<String>().fails(failure).returns("v")))
        .isNull();
    assertThat(endOf(policy(a), new Script<String>().fails(new AssertionError())))
        .isNotNull();
    assertThat(journal.lines()).containsExactly("a admit 1", "a admit 2", "a admit 1");
  }

  /** SPEC 8.3: null is no answer. */
  @Test
  @SuppressWarnings("NullAway")
  void guard_answersNull_refuses() {
    a.answers(request -> null);
    assertThat(endOf(policy(a), new Script<String>().returns("v")))
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessageContaining("admit returned null");
  }

  /** SPEC 8.1: an error in a guard is not hidden, and those before it are told. */
  @Test
  void guard_throwsAnError_releasesTheEarlierOnes() {
    AssertionError error = new AssertionError("guard");
    b.answers(request -> {
      throw error;
    });
    assertThat(endOf(threeGuards(), new Script<String>().returns("v"))).isSameAs(error);
    assertThat(journal.lines()).containsExactly("a admit 1", "b admit 1", "a released a1");
  }

  /** SPEC 8.3: the others still hear of it, and the call ends as it has. */
  @Test
  void guard_throwsWhenTold_isLoggedAndDropped() {
    c.throwsWhenTold(broken);
    a.throwsWhenTold(broken);
    assertThat(endOf(threeGuards(), new Script<String>().fails(failure).returns("v")))
        .isNull();
    AssertionError error = new AssertionError("error");
    assertThat(endOf(threeGuards(), new Script<String>().fails(error))).isSameAs(error);
    assertThat(journal.lines())
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "c admit 1",
            "c failed c1",
            "b failed b1",
            "a failed a1",
            "a admit 2",
            "b admit 2",
            "c admit 2",
            "c succeeded c2",
            "b succeeded b2",
            "a succeeded a2",
            "a admit 1",
            "b admit 1",
            "c admit 1",
            "c abandoned c3",
            "b abandoned b3",
            "a abandoned a3");
    assertThat(log.warnings())
        .filteredOn(line -> line.contains("when told of an attempt's end"))
        .hasSize(6);
  }

  /** SPEC 8.5. */
  @Test
  void waitWhenRefused_hinted_waitsWithoutUsingUpAnAttempt() {
    b.answers(busyFor(ofSeconds(3))).answers(busyFor(ofSeconds(2)));
    RetryPolicyBuilder waiting =
        policy(a, b).waitWhenRefused(true).maxDuration(ofSeconds(60)).listener(journal.listener());
    Script<String> calls = new Script<String>().fails(failure).returns("v");
    assertThat(endOf(waiting, calls)).isNull();
    assertThat(time.sleeps()).containsExactly(ofSeconds(3), ofSeconds(2), ofSeconds(1));
    assertThat(journal.lines())
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "a released a1",
            "REFUSED 1 b: busy",
            "a admit 1",
            "b admit 1",
            "a released a2",
            "REFUSED 1 b: busy",
            "a admit 1",
            "b admit 1",
            "b failed b1",
            "a failed a3",
            "FAILED 1 failure",
            "RETRY 1 in 1s",
            "a admit 2",
            "b admit 2",
            "b succeeded b2",
            "a succeeded a4",
            "SUCCEEDED 2 v");
    assertThat(b.requests().stream().map(AdmissionRequest::remainingNanos))
        .containsExactly(
            ofSeconds(60).toNanos(),
            ofSeconds(57).toNanos(),
            ofSeconds(55).toNanos(),
            ofSeconds(54).toNanos());
  }

  /** SPEC 8.5: "at once" must not become a hot loop. */
  @Test
  void waitWhenRefused_hintOfNothing_waitsAMillisecond() {
    a.answers(busyFor(Duration.ZERO)).answers(busyFor(ofNanos(1)));
    assertThat(endOf(
            policy(a).waitWhenRefused(true).maxDuration(ofSeconds(9)),
            new Script<String>().returns("v")))
        .isNull();
    assertThat(time.sleeps()).containsExactly(ofMillis(1), ofMillis(1));
  }

  /** SPEC 8.5. */
  @Test
  void waitWhenRefused_noHint_isARefusal() {
    a.answers(open());
    assertThat(endOf(
            policy(a).waitWhenRefused(true).maxDuration(ofSeconds(9)),
            new Script<String>().returns("v")))
        .isInstanceOf(AttemptRefusedException.class);
    assertThat(time.sleeps()).isEmpty();
  }

  /** SPEC 8.5: to the deadline and no further; a hint for ever does not overflow. */
  @Test
  void waitWhenRefused_beyondTheDeadline_isARefusal() {
    for (long hint : new long[] {ofSeconds(9).toNanos(), Nanos.FOREVER}) {
      a.answers(Admission.refused("busy", hint));
      assertThat(endOf(
              policy(a).waitWhenRefused(true).maxDuration(ofSeconds(9)),
              new Script<String>().returns("v")))
          .isInstanceOf(AttemptRefusedException.class);
    }
    assertThat(time.sleeps()).isEmpty();
  }

  /** SPEC 5.2, SPEC 8.5. */
  @Test
  void waitWhenRefused_interrupted_isCancelled() {
    a.answers(busyFor(ofSeconds(3)));
    Thread self = Thread.currentThread();
    time.schedule(ofSeconds(1).toNanos(), self::interrupt);
    assertThat(endOf(
            policy(a).waitWhenRefused(true).maxDuration(ofSeconds(9)),
            new Script<String>().returns("v")))
        .isInstanceOf(CancellationException.class);
    assertThat(self.isInterrupted()).isTrue();
    assertThat(journal.lines()).containsExactly("a admit 1");
  }

  /** SPEC 8.6. */
  @Test
  void grantAfterAWait_isWaitedForAndTold() {
    b.answers(Admission.grantedAfter("b1", ofSeconds(3).toNanos()));
    assertThat(endOf(threeGuards().maxDuration(ofSeconds(9)), new Script<String>().returns("v")))
        .isNull();
    assertThat(time.sleeps()).containsExactly(ofSeconds(3));
    assertThat(journal.lines())
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "c admit 1",
            "c succeeded c1",
            "b succeeded b1",
            "a succeeded a1");
    assertThat(c.requests().get(0).remainingNanos()).isEqualTo(ofSeconds(6).toNanos());
  }

  /** SPEC 8.6: for a lone guard too. */
  @Test
  void loneGrantAfterAWait_isWaitedForAndTold() {
    a.answers(Admission.grantedAfter("a1", ofSeconds(3).toNanos()));
    assertThat(endOf(policy(a), new Script<String>().returns("v"))).isNull();
    assertThat(time.sleeps()).containsExactly(ofSeconds(3));
    assertThat(journal.lines()).containsExactly("a admit 1", "a succeeded a1");
  }

  /** SPEC 8.6. */
  @Test
  void grantAfterAWait_acrossTheDeadline_isReleasedAndRefused() {
    b.answers(Admission.grantedAfter("b1", ofSeconds(9).toNanos()));
    assertThat(endOf(threeGuards().maxDuration(ofSeconds(9)), new Script<String>().returns("v")))
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessageContaining("its wait of 9s is too long");
    assertThat(time.sleeps()).isEmpty();
    assertThat(journal.lines())
        .containsExactly("a admit 1", "b admit 1", "b released b1", "a released a1");
  }

  /** SPEC 8.6: without a deadline too, nobody waits longer for a guard than for a server. */
  @Test
  void grantAfterAWait_longerThanMaxServerDelay_isReleasedAndRefused() {
    b.answers(Admission.grantedAfter("b1", ofSeconds(9).toNanos() + 1))
        .answers(Admission.grantedAfter("b2", ofSeconds(9).toNanos()));
    RetryPolicyBuilder impatient = policy(a, b).maxServerDelay(ofSeconds(9));
    assertThat(endOf(impatient, new Script<String>().returns("v")))
        .isInstanceOf(AttemptRefusedException.class);
    assertThat(time.sleeps()).isEmpty();
    assertThat(journal.lines())
        .containsExactly("a admit 1", "b admit 1", "b released b1", "a released a1");
    assertThat(endOf(impatient, new Script<String>().returns("v"))).isNull();
    assertThat(time.elapsed()).isEqualTo(ofSeconds(9)); // as long as is not longer, as for a hint
  }

  /** SPEC 8.2: a guard that does not tell the two apart hears of both as abandoned. */
  @Test
  void released_notOverridden_isAbandoned() {
    Guard simple = new Guard() {
      @Override
      public String name() {
        return "simple";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return Admission.granted("s1");
      }

      @Override
      public void abandoned(@Nullable Object lease) {
        journal.note("simple abandoned " + lease);
      }
    };
    b.answers(open());
    assertThat(endOf(policy(simple, b), new Script<String>().returns("v")))
        .isInstanceOf(AttemptRefusedException.class);
    assertThat(journal.lines()).containsExactly("b admit 1", "simple abandoned s1");
  }

  /** SPEC 8.6. */
  @Test
  void grantAfterAWait_interrupted_isReleasedWithTheEarlierOnes() {
    b.answers(Admission.grantedAfter("b1", ofSeconds(3).toNanos()));
    Thread self = Thread.currentThread();
    time.schedule(ofSeconds(1).toNanos(), self::interrupt);
    Script<String> calls = new Script<String>().returns("v");
    assertThat(endOf(threeGuards(), calls)).isInstanceOf(CancellationException.class);
    assertThat(calls.calls()).isZero();
    assertThat(self.isInterrupted()).isTrue();
    assertThat(journal.lines())
        .containsExactly("a admit 1", "b admit 1", "b released b1", "a released a1");
  }

  /** SPEC 5.1, SPEC 8.6: with a failure at hand, that is what the call ends with. */
  @Test
  void grantAfterAWait_interruptedOnARetry_isTheLastFailure() {
    a.grants().answers(Admission.grantedAfter("a2", ofSeconds(3).toNanos()));
    Thread self = Thread.currentThread();
    time.schedule(ofSeconds(2).toNanos(), self::interrupt);
    assertThat(endOf(policy(a), new Script<String>().fails(failure))).isSameAs(failure);
    assertThat(failure.getSuppressed()).singleElement().isInstanceOf(InterruptedException.class);
    assertThat(journal.lines())
        .containsExactly("a admit 1", "a failed a1", "a admit 2", "a released a2");
  }

  /** SPEC 8.8. */
  @Test
  void firstRequest_ofPlainCalls_isOneConstantObject() throws Exception {
    Retry retry = Retry.with(policy(a).name("claude").build());
    retry.call(new Script<String>().fails(failure).returns("v"));
    retry.run(() -> {});
    retry.wrapRunnable(() -> {}).run();
    assertThat(a.requests().get(2))
        .isSameAs(a.requests().get(0))
        .isSameAs(a.requests().get(3));
    assertThat(a.requests().get(0)).hasToString("claude, attempt 1, cost 1, forever left");
    assertThat(a.requests().get(1)).hasToString("claude, attempt 2, cost 1, forever left");
  }

  /** SPEC 8.8: a key or cost of one's own is one more constant, not one for each call. */
  @Test
  void forKeyAndWithCost_areAskedAboutAndLeaveTheOriginalAlone() {
    Retry retry = Retry.with(policy(a).name("claude").maxDuration(ofSeconds(9)).build());
    Retry narrow = retry.withCost(500).forKey("eu");
    narrow.run(() -> {});
    narrow.run(() -> {});
    retry.run(() -> {});
    assertThat(a.requests().get(0)).hasToString("eu, attempt 1, cost 500, 9s left");
    assertThat(a.requests().get(1)).isSameAs(a.requests().get(0));
    assertThat(a.requests().get(2)).hasToString("claude, attempt 1, cost 1, 9s left");
    assertThat(catchThrowable(() -> retry.withCost(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cost must be zero or more, was -1");
  }

  /** A guard that wants to know is told how long attempts take; one that does not costs no clock reading. */
  @Test
  void timed_attempts_areToldHowLongTheyTook() throws Exception {
    a.isTimed();
    Script<String> calls = new Script<String>()
        .does(() -> {
          time.advance(ofMillis(30));
          throw failure;
        })
        .does(() -> {
          time.advance(ofMillis(50));
          return "v";
        });
    assertThat(Retry.with(policy(a, b).build()).call(calls)).isEqualTo("v");
    assertThat(a.nanos()).containsExactly(ofMillis(30).toNanos(), ofMillis(50).toNanos());

    Journal.RecordingGuard untimed = journal.guard("untimed");
    Retry.with(policy(untimed).build()).call(calls);
    assertThat(untimed.nanos()).containsExactly(Admission.UNKNOWN);
  }

  /** What a guard is told of a failure: the outcome, and what the policy made of it. */
  @Test
  void failed_isToldTheOutcomeAndTheVerdict() {
    Journal told = new Journal();
    Guard telling = new Guard() {
      @Override
      public String name() {
        return "telling";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return Admission.granted();
      }

      @Override
      public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
        told.note(lease + " " + outcome + " " + verdict);
      }
    };
    RetryPolicyBuilder judging = policy(telling)
        .retryOnResult("bad"::equals)
        .classifier(thrown -> Verdict.throttled().withFloor(ofSeconds(2)));
    assertThat(endOf(judging, new Script<String>().fails(failure).returns("bad")))
        .isNull();
    assertThat(told.lines())
        .containsExactly(
            "null failure " + failure + " throttled after at least 2s", "null result bad retry");
  }
}
