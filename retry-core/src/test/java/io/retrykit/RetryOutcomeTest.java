package io.retrykit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.call.Operation;
import io.retrykit.call.RetryExhaustedException;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.RetryHistory;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.testing.CapturedLog;
import io.retrykit.time.VirtualTimebase;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a call ends with. */
class RetryOutcomeTest {
  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final VirtualTimebase time = VirtualTimebase.create();
  private final Journal journal = new Journal();
  private final IllegalStateException failure = new IllegalStateException("failure");

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .name("claude")
        .discovery(false)
        .timebase(time)
        .backoff(Backoff.fixed(ofMillis(1)))
        .listener(journal.listener());
  }

  private static @Nullable Throwable endOf(RetryPolicyBuilder policy, Operation<?, ?> calls) {
    return catchThrowable(() -> Retry.with(policy.build()).call(calls));
  }

  private static RetryHistory historyOf(@Nullable Throwable thrown) {
    assertThat(thrown).isNotNull();
    assertThat(thrown.getSuppressed()).singleElement().isInstanceOf(RetryHistory.class);
    return (RetryHistory) thrown.getSuppressed()[0];
  }

  /** SPEC 4.1: wrappers are taken off for judging, not for throwing. */
  @Test
  void failure_inAWrapper_isThrownInItsWrapper() {
    CompletionException wrapped = new CompletionException(failure);
    assertThat(endOf(policy(), new Script<String>().fails(wrapped))).isSameAs(wrapped);
  }

  /** SPEC 4.2. */
  @Test
  void history_oneFailure_isNotThere() {
    assertThat(endOf(policy().maxAttempts(1), new Script<String>().fails(failure)))
        .isSameAs(failure)
        .hasNoSuppressedExceptions();
  }

  /** SPEC 4.2: the first and the newest 15, oldest first, and a number for the rest. */
  @Test
  void history_ofManyFailures_keepsTheFirstAndTheNewestFifteen() {
    List<IOException> thrown = IntStream.rangeClosed(1, 40)
        .mapToObj(n -> new IOException("failure " + n))
        .toList();
    Script<String> calls = new Script<>();
    thrown.forEach(calls::fails);
    Throwable last = endOf(policy().maxAttempts(40), calls);
    assertThat(last).isSameAs(thrown.get(39));
    RetryHistory history = historyOf(last);
    List<Throwable> expected = new ArrayList<>(List.of(thrown.get(0)));
    expected.addAll(thrown.subList(24, 39));
    assertThat(history.failures()).containsExactlyElementsOf(expected);
    assertThat(history.total()).isEqualTo(39);
    assertThat(history).hasMessage("39 earlier attempts, 16 kept").hasNoCause();
    assertThat(history.getStackTrace()).isEmpty();
  }

  /** SPEC 4.2: unacceptable results count, though there is nothing of them to keep. */
  @Test
  void history_resultsBetweenFailures_areCounted() {
    IOException last = new IOException("last");
    Script<String> calls = new Script<String>().fails(failure).returns("bad").fails(last);
    assertThat(endOf(policy().retryOnResult("bad"::equals), calls)).isSameAs(last);
    assertThat(historyOf(last).failures()).containsExactly(failure);
    assertThat(historyOf(last).total()).isEqualTo(2);
  }

  /** SPEC 4.2: one shared instance, thousands of calls, thousands of attempts. */
  @Test
  void history_sharedInstance_neverGrows() {
    Retry retry = Retry.with(policy().maxAttempts(3).build());
    for (int i = 0; i < 3_000; i++) {
      int n = i;
      Script<String> calls =
          new Script<String>().fails(new IOException("other " + n)).fails(failure);
      assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(failure);
    }
    assertThat(historyOf(failure).failures())
        .singleElement()
        .satisfies(first -> assertThat(first).hasMessage("other 0"));

    IOException alone = new IOException("alone");
    assertThat(endOf(policy().maxAttempts(5_000), new Script<String>().fails(alone)))
        .isSameAs(alone)
        .hasNoSuppressedExceptions();
  }

  /** SPEC 4.2: never the thrown one itself, and each of the others once. */
  @Test
  void history_sameInstanceEarlierAndLast_holdsTheOthersOnce() {
    IOException other = new IOException("other");
    Script<String> calls = new Script<String>()
        .fails(failure)
        .fails(other)
        .fails(failure)
        .fails(other)
        .fails(failure);
    assertThat(endOf(policy().maxAttempts(5), calls)).isSameAs(failure);
    assertThat(historyOf(failure).failures()).containsExactly(other);
  }

  /** SPEC 4.2: two instances shared by several calls take turns, and make no circle. */
  @Test
  void history_twoSharedInstancesTakingTurns_makeNoCircle() {
    IOException other = new IOException("other");
    assertThat(
            endOf(policy().maxAttempts(2), new Script<String>().fails(failure).fails(other)))
        .isSameAs(other);
    assertThat(endOf(policy().maxAttempts(2), new Script<String>().fails(other).fails(failure)))
        .isSameAs(failure);
    assertThat(historyOf(other).failures()).containsExactly(failure);
    assertThat(failure).hasNoSuppressedExceptions();
  }

  /** SPEC 4.2: exceptions without room for suppressed ones. */
  @Test
  void history_suppressionDisabled_isLeftOut() {
    Throwable closed = new RuntimeException("closed", null, false, false) {
      private static final long serialVersionUID = 1L;
    };
    assertThat(endOf(policy(), new Script<String>().fails(failure).fails(closed)))
        .isSameAs(closed)
        .hasNoSuppressedExceptions();
  }

  /** SPEC 4.2: a failure that brings a history of its own, from a retry further inside, keeps it. */
  @Test
  void history_oneIsThereAlready_isLeftAsItIs() {
    IOException inner = new IOException("inner");
    Retry inside = Retry.with(policy().maxAttempts(2).build());
    Script<String> calls = new Script<String>()
        .fails(failure)
        .does(() -> inside.call(new Script<String>().fails(inner).fails(new IOException("end"))));
    Throwable thrown = endOf(policy().maxAttempts(2), calls);
    assertThat(thrown).hasMessage("end");
    assertThat(historyOf(thrown).failures()).containsExactly(inner);
  }

  /** SPEC 4.3. */
  @Test
  void result_abortOnResult_isReturnedEvenIfExhaustedResultsThrow() throws Exception {
    Script<String> calls = new Script<String>().returns("final");
    Retry retry = Retry.with(policy()
        .throwOnExhaustedResult(true)
        .retryOnResult(any -> true)
        .abortOnResult("final"::equals)
        .build());
    assertThat(retry.call(calls)).isEqualTo("final");
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(journal.lines()).containsExactly("FAILED 1 final", "GAVE_UP 1 ABORTED");
  }

  /** SPEC 4.2, SPEC 4.3. */
  @Test
  void exhaustedResult_afterAFailure_carriesTheHistory() {
    Script<String> calls = new Script<String>().fails(failure).returns("bad");
    Throwable thrown =
        endOf(policy().throwOnExhaustedResult(true).retryOnResult("bad"::equals), calls);
    assertThat(thrown).isInstanceOf(RetryExhaustedException.class);
    assertThat(historyOf(thrown).failures()).containsExactly(failure);
  }

  /** SPEC 4.4. A predicate, a classifier, a backoff function, a budget: each throws on the second attempt. */
  @Test
  void callback_throws_endsTheCallWithTheFailureSuppressed() {
    assertEndsWithIt(policy().retryOn(thrown -> !failOnSecond(thrown)));
    assertEndsWithIt(policy().abortOn(RetryOutcomeTest::failOnSecond));
    assertEndsWithIt(policy()
        .classifier(thrown -> failOnSecond(thrown) ? Verdict.retry() : Verdict.noOpinion()));
    assertEndsWithIt(policy().backoff(Backoff.function(n -> {
      if (n == 2) {
        throw new CallbackException();
      }
      return ofMillis(1);
    })));
    assertEndsWithIt(policy().budget(new BrokenBudget(true)));
    assertEndsWithIt(policy().budget(new BrokenBudget(false)));
  }

  /** Throws when asked about the second failure, and has nothing to say about the first. */
  private static boolean failOnSecond(Throwable thrown) {
    if ("second".equals(thrown.getMessage())) {
      throw new CallbackException();
    }
    return false;
  }

  private void assertEndsWithIt(RetryPolicyBuilder policy) {
    IOException second = new IOException("second");
    Script<String> calls = new Script<String>().fails(failure).fails(second);
    Throwable thrown = endOf(policy, calls);
    assertThat(thrown).isInstanceOf(CallbackException.class);
    assertThat(thrown.getSuppressed()).containsExactly(second);
    assertThat(calls.calls()).isEqualTo(2);
    assertThat(journal.lines()).last().isEqualTo("GAVE_UP 2 CALLBACK_FAILED");
  }

  private static final class CallbackException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private record BrokenBudget(boolean whenToldOfAFailure) implements RetryBudget {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public void failed(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      if (whenToldOfAFailure && request.attempt() == 2) {
        throw new CallbackException();
      }
    }

    @Override
    public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      if (request.attempt() == 2) {
        throw new CallbackException();
      }
      return 0;
    }
  }

  /** SPEC 4.4: a predicate that throws what it was asked about cannot suppress it on itself. */
  @Test
  void callback_throwsTheFailureItself_isThatFailure() {
    assertThat(endOf(
            policy().retryOn(thrown -> {
              throw failure;
            }),
            new Script<String>().fails(failure)))
        .isSameAs(failure)
        .hasNoSuppressedExceptions();
  }

  /** SPEC 4.4: a shared exception of a predicate's does not collect every failure there ever was. */
  @Test
  void callback_throwsOneInstanceOverAndOver_doesNotGrow() {
    CallbackException shared = new CallbackException();
    Retry retry = Retry.with(policy()
        .retryOn(thrown -> {
          throw shared;
        })
        .build());
    for (int i = 0; i < 1_000; i++) {
      Script<String> calls = new Script<String>().fails(new IOException("failure " + i));
      assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(shared);
    }
    assertThat(shared.getSuppressed()).hasSizeBetween(1, 16);
    assertThat(shared.getSuppressed()[0]).hasMessage("failure 0");
  }

  /** SPEC 4.4: a verdict of null is the classifier's failure, not a decision. */
  @Test
  @SuppressWarnings("NullAway")
  void classifier_answersNull_endsTheCall() {
    assertThat(endOf(policy().classifier(thrown -> null), new Script<String>().fails(failure)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("a classifier returned null, not a verdict")
        .hasSuppressedException(failure);
  }

  /** SPEC 4.4: a backoff that answers less than nothing. */
  @Test
  void backoff_answersBelowZero_endsTheCall() {
    assertThat(endOf(
            policy().backoff((n, previous, random) -> -1), new Script<String>().fails(failure)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("backoff must answer zero or more nanoseconds, was -1")
        .hasSuppressedException(failure);
  }

  /** SPEC 4.4, SPEC 4.6: nobody else will see the result that was being judged. */
  @Test
  void resultCallback_throws_resultIsDiscardedAndClosed() {
    Resource resource = new Resource("r", journal);
    Throwable thrown = endOf(
        policy()
            .retryOnResult(any -> {
              throw new CallbackException();
            })
            .onDiscard(any -> journal.note("DISCARD " + any)),
        () -> resource);
    assertThat(thrown).isInstanceOf(CallbackException.class).hasNoSuppressedExceptions();
    assertThat(journal.lines())
        .containsExactly("FAILED 1 r", "GAVE_UP 1 CALLBACK_FAILED", "DISCARD r", "CLOSE r");
  }

  /** SPEC 4.4, SPEC 5.3: the flag the operation took off is put back, whatever the call ends with. */
  @Test
  void callback_throwsOnAnInterrupt_flagIsSet() {
    InterruptedException interrupt = new InterruptedException("user code");
    assertThat(endOf(
            policy().classifier(thrown -> {
              throw new CallbackException();
            }),
            new Script<String>().fails(interrupt)))
        .isInstanceOf(CallbackException.class)
        .hasSuppressedException(interrupt);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(endOf(
            policy().budget(new BrokenBudget(true)),
            new Script<String>().fails(failure).fails(interrupt)))
        .isInstanceOf(CallbackException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  /** SPEC 4.5. */
  @Test
  void success_flagSet_winsAndTheFlagStays() {
    String result = Retry.with(policy().retryOnResult("bad"::equals).build()).call(() -> {
      Thread.currentThread().interrupt();
      return "v";
    });
    assertThat(result).isEqualTo("v");
    assertThat(Thread.interrupted()).isTrue();
  }

  /** SPEC 4.5: whatever the budget makes of it. */
  @Test
  void success_budgetFails_wins() {
    RetryBudget budget = new RetryBudget() {
      @Override
      public String name() {
        return "broken";
      }

      @Override
      public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
        return 0;
      }

      @Override
      public void succeeded(AdmissionRequest request, long lastTaken) {
        throw new AssertionError("budget");
      }
    };
    assertThat(
            Retry.with(policy().budget(budget).build()).<String, RuntimeException>call(() -> "v"))
        .isEqualTo("v");
    assertThat(log.warnings())
        .containsExactly(
            "WARN claude: budget failed when told of a success: java.lang.AssertionError: budget");
  }

  private record Resource(String name, Journal journal) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      journal.note("CLOSE " + name);
      throw new IOException("close " + name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** SPEC 4.6: the callback first, then the closing, and what either throws costs nothing but a line in the log. */
  @Test
  void results_thrownAway_areToldAndClosedThoughBothFail() throws Exception {
    Script<Resource> calls = new Script<Resource>()
        .returns(new Resource("r1", journal))
        .returns(new Resource("r2", journal));
    Retry retry = Retry.with(policy()
        .maxAttempts(2)
        .retryOnResult(any -> true)
        .onDiscard(any -> {
          journal.note("DISCARD " + any);
          throw new AssertionError("discard");
        })
        .build());
    assertThat(retry.call(calls).name()).isEqualTo("r2");
    assertThat(journal.lines())
        .containsExactly(
            "FAILED 1 r1",
            "RETRY 1 in 1ms",
            "DISCARD r1",
            "CLOSE r1",
            "FAILED 2 r2",
            "GAVE_UP 2 MAX_ATTEMPTS");
    assertThat(log.warnings())
        .contains(
            "WARN claude: onDiscard failed: java.lang.AssertionError: discard",
            "WARN claude: a discarded result failed to close: java.io.IOException: close r1");
  }

  /** SPEC 4.6, SPEC 5.2: closing is where a thread may be interrupted, and that must not be lost. */
  @Test
  void results_interruptedWhileClosing_endsTheRetrying() {
    AutoCloseable closing = () -> {
      throw new InterruptedException("closing");
    };
    Script<AutoCloseable> calls = new Script<AutoCloseable>().returns(closing);
    assertThat(endOf(policy().retryOnResult(any -> true), calls))
        .isInstanceOf(CancellationException.class);
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(Thread.interrupted()).isTrue();
  }

  /** SPEC 4.6: null is a result, but nothing that could be thrown away. */
  @Test
  void results_nullThrownAway_tellsNobody() throws Exception {
    Script<String> calls = new Script<String>().returnsNull().returns("v");
    Retry retry = Retry.with(policy()
        .retryOnResult(result -> result == null)
        .onDiscard(any -> journal.note("DISCARD " + any))
        .build());
    assertThat(retry.call(calls)).isEqualTo("v");
    assertThat(journal.lines("DISCARD")).isEmpty();
  }

  /** SPEC 4.7. That this compiles is the test: only the one type is declared, and the compiler holds it to that. */
  @Test
  void checkedException_oneType_isTheOnlyOneToCatch() {
    Retry retry = Retry.with(policy().maxAttempts(1).build());
    String caught;
    try {
      caught = retry.call(() -> read("missing"));
    } catch (FileNotFoundException e) {
      caught = "caught " + e.getMessage();
    }
    assertThat(caught).isEqualTo("caught missing");
  }

  /** SPEC 4.7. */
  @Test
  void checkedExceptions_none_needNoCatch() {
    String result = Retry.with(policy().build()).call(() -> "v");
    assertThat(result).isEqualTo("v");
  }

  /** SPEC 4.7: two unrelated types are inferred as {@code Exception}, and still arrive as what they are. */
  @Test
  void checkedExceptions_twoUnrelated_areInferredAsException() {
    Retry retry = Retry.with(policy().maxAttempts(1).build());
    Throwable caught;
    try {
      caught = retry.call(() -> {
        if (time.elapsed().compareTo(ofSeconds(1)) > 0) {
          throw new TimeoutException("late");
        }
        throw new IOException("io");
      });
    } catch (Exception e) {
      caught = e;
    }
    assertThat(caught).isExactlyInstanceOf(IOException.class).hasMessage("io");
  }

  private static String read(String name) throws FileNotFoundException {
    throw new FileNotFoundException(name);
  }

  /** A classifier's "give up" on a result ends the call like an abort, but is not one of the user's own. */
  @Test
  void result_classifierGivesUp_isReturnedOrThrownAsAskedFor() throws Exception {
    Classifier veto = new Classifier() {
      @Override
      public Verdict classify(Throwable thrown) {
        return Verdict.noOpinion();
      }

      @Override
      public Verdict classifyResult(@Nullable Object result) {
        return Verdict.giveUp("overloaded");
      }
    };
    Script<String> calls = new Script<String>().returns("503");
    assertThat(Retry.with(policy().classifier(veto).build()).call(calls)).isEqualTo("503");
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(endOf(policy().classifier(veto).throwOnExhaustedResult(true), calls))
        .isInstanceOf(RetryExhaustedException.class)
        .hasMessage("claude: no acceptable result after 1 attempt");
  }
}
