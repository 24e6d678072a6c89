package io.retrykit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryListener;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.spi.ClassifierProvider;
import io.retrykit.spi.ListenerProvider;
import io.retrykit.testing.CapturedLog;
import io.retrykit.testing.PluggedIn;
import io.retrykit.time.VirtualTimebase;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which failures and results are retried. Three attempts each: 3 calls say retried, 1 call says final. */
class RetrySelectionTest {
  @RegisterExtension
  final PluggedIn plugged = new PluggedIn();

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
    return RetryPolicy.builder().discovery(false).timebase(time).backoff(Backoff.none());
  }

  private static int calls(RetryPolicyBuilder policy, Throwable thrown) {
    Script<String> script = new Script<String>().fails(thrown);
    assertThat(catchThrowable(() -> Retry.with(policy.build()).call(script))).isSameAs(thrown);
    return script.calls();
  }

  private static int resultCalls(RetryPolicyBuilder policy, String result) throws Exception {
    Script<String> script = new Script<String>().returns(result);
    assertThat(Retry.with(policy.build()).call(script)).isEqualTo(result);
    return script.calls();
  }

  private static Classifier always(Verdict verdict) {
    return new Classifier() {
      @Override
      public Verdict classify(Throwable thrown) {
        return verdict;
      }

      @Override
      public Verdict classifyResult(@Nullable Object result) {
        return verdict;
      }
    };
  }

  /** Judges integers alone, and refuses to be asked about anything else. */
  private static Classifier integersAlone(Verdict verdict) {
    return new Classifier() {
      @Override
      public Verdict classify(Throwable thrown) {
        return Verdict.noOpinion();
      }

      @Override
      public Verdict classifyResult(@Nullable Object result) {
        if (!(result instanceof Integer)) {
          throw new AssertionError("asked about " + result);
        }
        return verdict;
      }

      @Override
      public boolean judges(Class<?> type) {
        return type == Integer.class;
      }
    };
  }

  /** SPEC 3.10: of two types in turn, the first included that was remembered as of no interest. */
  @Test
  void classifierOfSomeTypes_resultsOfOthers_areNotShownToIt() throws Exception {
    Retry retry = Retry.with(policy().classifier(integersAlone(Verdict.retry())).build());
    for (int i = 0; i < 3; i++) {
      Script<Object> script = new Script<Object>()
          .returns("text")
          .returns(1.5)
          .returns(429)
          .returns(429)
          .returns(429);
      assertThat(retry.call(script)).isEqualTo("text");
      assertThat(retry.call(script)).isEqualTo(1.5);
      assertThat(retry.call(script)).isEqualTo(429);
      assertThat(script.calls()).isEqualTo(5);
      assertThat(retry.call(new Script<Object>().returnsNull())).isNull();
    }
  }

  /** SPEC 3.10: what it has no opinion on is remembered, for a few types. */
  @Test
  void classifierOfSomeTypes_fewTypesInTurn_isAskedAboutEachOnce() throws Exception {
    List<Class<?>> asked = new ArrayList<>();
    Classifier nothing = new Classifier() {
      @Override
      public Verdict classify(Throwable thrown) {
        return Verdict.noOpinion();
      }

      @Override
      public Verdict classifyResult(@Nullable Object result) {
        throw new AssertionError("asked about " + result);
      }

      @Override
      public boolean judges(Class<?> type) {
        asked.add(type);
        return false;
      }
    };
    Retry retry = Retry.with(policy().classifier(nothing).build());
    for (int i = 0; i < 3; i++) {
      for (Object result : List.of("text", 1, 1.5, 'c')) {
        assertThat(retry.call(() -> result)).isEqualTo(result);
      }
    }
    assertThat(asked).containsExactly(String.class, Integer.class, Double.class, Character.class);
  }

  /** SPEC 3.10: after a failure as well, where another part of the engine makes the attempts. */
  @Test
  void classifierOfSomeTypes_afterAFailure_judgesThoseAlone() throws Exception {
    Retry retry = Retry.with(policy().classifier(integersAlone(Verdict.retry())).build());
    Script<Object> script =
        new Script<Object>().fails(new IOException()).returns(429).returns("text");
    assertThat(retry.call(script)).isEqualTo("text");
    assertThat(script.calls()).isEqualTo(3);
  }

  /** SPEC 4.4: whatever part of a classifier it is that throws. */
  @Test
  void classifierWhoseTypesThrow_isAskedAboutTheResult() throws Exception {
    Classifier broken = new Classifier() {
      @Override
      public Verdict classify(Throwable thrown) {
        return Verdict.noOpinion();
      }

      @Override
      public Verdict classifyResult(@Nullable Object result) {
        return "bad".equals(result) ? Verdict.retry() : Verdict.noOpinion();
      }

      @Override
      public boolean judges(Class<?> type) {
        throw new IllegalStateException("no types");
      }
    };
    assertThat(resultCalls(policy().classifier(broken), "bad")).isEqualTo(3);
    assertThat(resultCalls(policy().classifier(broken), "good")).isEqualTo(1);
  }

  /** SPEC 4.4, SPEC 8.1: a class that is missing there costs neither the result nor the lease. */
  @Test
  void classifierWhoseTypesThrowAnError_isAskedAboutTheResult_andTheGuardIsTold() throws Exception {
    Journal journal = new Journal();
    Classifier broken = new Classifier() {
      @Override
      public Verdict classify(Throwable thrown) {
        return Verdict.noOpinion();
      }

      @Override
      public Verdict classifyResult(@Nullable Object result) {
        journal.note("classify " + result);
        return Verdict.noOpinion();
      }

      @Override
      public boolean judges(Class<?> type) {
        throw new NoClassDefFoundError("optional/Answer");
      }
    };
    Retry retry =
        Retry.with(policy().classifier(broken).guard(journal.guard("a")).build());
    assertThat(retry.call(new Script<String>().returns("good"))).isEqualTo("good");
    assertThat(journal.lines()).containsExactly("a admit 1", "classify good", "a succeeded a1");
  }

  /** SPEC 3.11: a plug-in that says less where the choice is written is shown the policy. */
  @Test
  void providedClassifier_isMadeForThePolicy() {
    plugged.only(ClassifierProvider.class, List.of(new ClassifierProvider() {
      @Override
      public String name() {
        return "knows-the-policy";
      }

      @Override
      public Classifier classifier() {
        throw new AssertionError("asked without the policy");
      }

      @Override
      public Classifier classifier(RetryPolicy asked) {
        return always(
            asked.selection().isWritten() ? Verdict.noOpinion() : Verdict.giveUp("hopeless"));
      }
    }));
    assertThat(calls(policy().discovery(true), new IOException())).isEqualTo(1);
    assertThat(calls(policy().discovery(true).retryOn(IOException.class), new IOException()))
        .isEqualTo(3);
  }

  private record Provided(String name, Classifier classifier) implements ClassifierProvider {}

  private void onThePath(Classifier... classifiers) {
    plugged.only(
        ClassifierProvider.class,
        Stream.of(classifiers).map(one -> new Provided("found", one)).toList());
  }

  /** SPEC 3.1: stronger than a selection by the same class, and than any classifier, which is not even asked. */
  @Test
  void abortOn_besideEverythingElse_decides() {
    RetryPolicyBuilder aborting = policy()
        .retryOn(IOException.class)
        .classifier(journal.classifier(Verdict.retry()))
        .abortOn(FileNotFoundException.class)
        .abortOn(thrown -> "abort".equals(thrown.getMessage()));
    assertThat(calls(aborting, new FileNotFoundException())).isEqualTo(1);
    assertThat(calls(aborting, new IOException("abort"))).isEqualTo(1);
    assertThat(journal.lines()).isEmpty();
    assertThat(calls(aborting, new IOException("other"))).isEqualTo(3);
  }

  /** SPEC 3.2. */
  @Test
  void retryOn_classesAndPredicates_select() {
    RetryPolicyBuilder selecting =
        policy().retryOn(IOException.class).retryOn(thrown -> "again".equals(thrown.getMessage()));
    assertThat(calls(selecting, new FileNotFoundException())).isEqualTo(3);
    assertThat(calls(selecting, new IllegalStateException("again"))).isEqualTo(3);
    assertThat(calls(selecting, failure)).isEqualTo(1);
    assertThat(calls(policy(), failure)).isEqualTo(3);
    assertThat(calls(policy(), new IOException())).isEqualTo(3);
  }

  static Stream<Throwable> namedOnly() {
    return Stream.of(
        new AssertionError("error"),
        new StackOverflowError(),
        new InterruptedException("interrupt"),
        new CancellationException("cancelled"),
        new AttemptRefusedException("breaker", "open", null, null));
  }

  /** SPEC 3.3. */
  @ParameterizedTest
  @MethodSource("namedOnly")
  void namedOnly_widerClassPredicateOrClassifier_doNotReachIt(Throwable thrown) {
    onThePath(always(Verdict.retry()));
    RetryPolicyBuilder wide = policy()
        .retryOn(Exception.class, RuntimeException.class)
        .retryOn(any -> true)
        .classifier(always(Verdict.retry()));
    assertThat(calls(wide, thrown)).isEqualTo(1);
    assertThat(calls(policy().classifier(always(Verdict.throttled())), thrown)).isEqualTo(1);
    assertThat(calls(policy().discovery(true), thrown)).isEqualTo(1);
  }

  /** SPEC 3.3. */
  @ParameterizedTest
  @MethodSource("namedOnly")
  void namedOnly_itsOwnClass_isRetried(Throwable thrown) {
    assertThat(calls(policy().retryOn(thrown.getClass()), thrown)).isEqualTo(3);
  }

  /** SPEC 3.3: {@code Throwable} names errors, and nothing else. */
  @ParameterizedTest
  @MethodSource("namedOnly")
  void namedOnly_throwable_namesErrors(Throwable thrown) {
    assertThat(calls(policy().retryOn(Throwable.class), thrown))
        .isEqualTo(thrown instanceof Error ? 3 : 1);
  }

  /** SPEC 3.4. */
  @Test
  void matchCauses_causeSelected_isRetriedOnlyIfAskedFor() {
    UncheckedIOException wrapped = new UncheckedIOException(new IOException("inside"));
    assertThat(calls(policy().retryOn(IOException.class), wrapped)).isEqualTo(1);
    assertThat(calls(policy().retryOn(IOException.class).matchCauses(true), wrapped))
        .isEqualTo(3);
    assertThat(calls(policy().abortOn(IOException.class).matchCauses(true), wrapped))
        .isEqualTo(1);
  }

  /** SPEC 3.4. */
  @Test
  void matchCauses_cyclicChain_ends() {
    IllegalStateException outer = new IllegalStateException("outer");
    IllegalStateException inner = new IllegalStateException("inner", outer);
    outer.initCause(inner);
    assertThat(calls(policy().retryOn(IOException.class).matchCauses(true), outer))
        .isEqualTo(1);
    assertThat(calls(policy(), outer)).isEqualTo(3);
  }

  /** SPEC 3.5. */
  @Test
  void classifiers_severalOpinions_theFirstCountsInTheirOrder() {
    onThePath(journal.classifier(Verdict.giveUp("found")));
    RetryPolicyBuilder three = policy()
        .discovery(true)
        .classifier(thrown -> {
          journal.note("first");
          return Verdict.noOpinion();
        })
        .classifier(thrown -> {
          journal.note("second");
          return Verdict.retry();
        });
    assertThat(calls(three.maxAttempts(2), failure)).isEqualTo(2);
    assertThat(journal.lines()).containsExactly("first", "second", "first", "second");
    assertThat(calls(policy().discovery(true), failure)).isEqualTo(1);
  }

  /** SPEC 3.5: of failures and of results, by hand and on the path. */
  @Test
  void classifiers_thatDisagree_theFirstCounts() throws Exception {
    Classifier retry = always(Verdict.retry());
    Classifier giveUp = always(Verdict.giveUp("x"));
    assertThat(calls(policy().classifier(retry).classifier(giveUp), failure)).isEqualTo(3);
    assertThat(calls(policy().classifier(giveUp).classifier(retry), failure)).isEqualTo(1);
    assertThat(resultCalls(policy().classifier(retry).classifier(giveUp), "ok")).isEqualTo(3);
    assertThat(resultCalls(policy().classifier(giveUp).classifier(retry), "ok")).isEqualTo(1);
    onThePath(retry, giveUp);
    assertThat(calls(policy().discovery(true), failure)).isEqualTo(3);
    assertThat(resultCalls(policy().discovery(true), "ok")).isEqualTo(3);
    onThePath(giveUp, retry);
    assertThat(calls(policy().discovery(true), failure)).isEqualTo(1);
    assertThat(resultCalls(policy().discovery(true), "ok")).isEqualTo(1);
    assertThat(calls(policy().discovery(true).classifier(retry), failure)).isEqualTo(3);
  }

  /** SPEC 3.5. */
  @Test
  void classifier_givesUp_endsTheCallThoughSelected() {
    assertThat(calls(
            policy().retryOn(IllegalStateException.class).classifier(always(Verdict.giveUp("x"))),
            failure))
        .isEqualTo(1);
    onThePath(always(Verdict.giveUp("x")));
    assertThat(calls(policy().discovery(true).retryOn(IllegalStateException.class), failure))
        .isEqualTo(1);
  }

  /** SPEC 3.6. */
  @Test
  void classifierOfThePolicy_notSelected_widens() {
    RetryPolicyBuilder written = policy().retryOn(IOException.class).retryOnResult("bad"::equals);
    assertThat(calls(written.classifier(always(Verdict.retry())), failure)).isEqualTo(3);
  }

  /** SPEC 3.6. */
  @Test
  void classifierOfThePolicy_resultNotSelected_widens() throws Exception {
    assertThat(resultCalls(policy().classifier(always(Verdict.retry())), "ok")).isEqualTo(3);
    assertThat(resultCalls(policy().classifier(thrown -> Verdict.retry()), "ok"))
        .isEqualTo(1);
  }

  /** SPEC 3.6: adding a jar never widens a written choice, of failures or of results. */
  @Test
  void classifierOnThePath_writtenChoice_doesNotWiden() throws Exception {
    onThePath(always(Verdict.throttled()));
    assertThat(calls(policy().discovery(true).retryOn(IOException.class), failure))
        .isEqualTo(1);
    assertThat(resultCalls(policy().discovery(true), "ok")).isEqualTo(3);
    assertThat(resultCalls(policy().discovery(true).retryOn(IOException.class), "ok"))
        .isEqualTo(1);
    assertThat(resultCalls(policy().discovery(true).retryOnResult("bad"::equals), "ok"))
        .isEqualTo(1);
    assertThat(resultCalls(policy().discovery(true).retryOnResult("bad"::equals), "bad"))
        .isEqualTo(3);
  }

  /** DESIGN: an instance passed by hand always wins; with discovery off, the path is not looked at. */
  @Test
  void discoveryOff_classifierAndListenerOnThePath_takeNoPart() {
    onThePath(always(Verdict.giveUp("found")));
    plugged.only(ListenerProvider.class, List.of(new ListenerProvider() {
      @Override
      public String name() {
        return "found";
      }

      @Override
      public RetryListener listener(RetryPolicy policy) {
        return journal.listener();
      }
    }));
    assertThat(calls(policy(), failure)).isEqualTo(3);
    assertThat(journal.lines()).isEmpty();
    assertThat(calls(policy().discovery(true), failure)).isEqualTo(1);
    assertThat(journal.lines()).containsExactly("FAILED 1 failure", "GAVE_UP 1 CLASSIFIED");
  }

  /** SPEC 15.2: a plug-in that breaks costs only itself. */
  @Test
  void classifierOnThePath_breaksWhenAsked_isReportedAndSkipped() {
    plugged.only(ClassifierProvider.class, List.of(new ClassifierProvider() {
      @Override
      public String name() {
        return "broken";
      }

      @Override
      public Classifier classifier() {
        throw new NoClassDefFoundError("missing");
      }
    }));
    assertThat(calls(policy().name("claude").discovery(true), failure)).isEqualTo(3);
    assertThat(log.warnings())
        .contains(
            "WARN claude: classifier broken skipped, it failed: java.lang.NoClassDefFoundError: missing");
  }

  /** SPEC 3.7: judged by what is inside, thrown as it came. */
  @Test
  void asyncWrappers_aroundAFailure_areTakenOffBeforeJudging() {
    RetryPolicyBuilder io = policy().retryOn(IOException.class);
    assertThat(calls(io, new CompletionException(new ExecutionException(new IOException()))))
        .isEqualTo(3);
    assertThat(calls(io, new CompletionException(failure))).isEqualTo(1);
    assertThat(calls(policy(), new ExecutionException(new AssertionError()))).isEqualTo(1);
    assertThat(calls(policy(), new CompletionException(new CancellationException())))
        .isEqualTo(1);
  }

  /** SPEC 3.8. */
  @Test
  void results_nothingWrittenAboutThem_areAccepted() throws Exception {
    assertThat(resultCalls(policy(), "bad")).isEqualTo(1);
    assertThat(resultCalls(policy().retryOn(IOException.class), "bad")).isEqualTo(1);
  }

  /** SPEC 3.8: not even a classifier sees a call without a result. */
  @Test
  void run_resultsAreJudged_isNot() {
    int[] runs = new int[1];
    Retry.with(policy()
            .retryOnResult(any -> true)
            .classifier(always(Verdict.retry()))
            .build())
        .run(() -> runs[0]++);
    assertThat(runs[0]).isEqualTo(1);
  }

  /** SPEC 3.9: another policy's timeout, further inside, is a failure like others. */
  @Test
  void attemptTimeout_ofAnInnerPolicy_isRetriedOnlyIfSelected() {
    AttemptTimeoutException inner = new AttemptTimeoutException(1, Duration.ofSeconds(1), null);
    assertThat(calls(policy().retryOn(IOException.class), inner)).isEqualTo(1);
    assertThat(calls(policy().retryOn(AttemptTimeoutException.class), inner)).isEqualTo(3);
    assertThat(calls(policy(), inner)).isEqualTo(3);
  }

  /** SPEC 3.9. */
  @Test
  void attemptTimeout_ofThisPolicy_isRetriedUnlessAborted() {
    RetryPolicyBuilder timed =
        policy().retryOn(IOException.class).attemptTimeout(Duration.ofMillis(10));
    Script<String> slow = new Script<String>().does(() -> {
      time.sleep(Duration.ofSeconds(1).toNanos());
      return "late";
    });
    assertThatThrownBy(() -> Retry.with(timed.build()).call(slow))
        .isInstanceOf(AttemptTimeoutException.class);
    assertThat(slow.calls()).isEqualTo(3);
    assertThatThrownBy(() ->
            Retry.with(timed.abortOn(AttemptTimeoutException.class).build()).call(slow))
        .isInstanceOf(AttemptTimeoutException.class);
    assertThat(slow.calls()).isEqualTo(4);
  }
}
