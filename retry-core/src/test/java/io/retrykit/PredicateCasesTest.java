package io.retrykit;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.call.RetryExhaustedException;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The published cases on predicates ({@code PR-} in {@code spec/behaviour.json}), each under its id. */
class PredicateCasesTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Journal journal = new Journal();
  private final IllegalStateException failure = new IllegalStateException("failure");

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .backoff(Backoff.fixed(ofMillis(500)))
        .listener(journal.listener());
  }

  /** SPEC 3.8. */
  @Test
  void pr01_badBadGood_threeCallsTwoWaits() throws Exception {
    Script<String> calls = new Script<String>().returns("X").returns("X").returns("Y");
    Retry retry = Retry.with(policy().retryOnResult("X"::equals).build());
    assertThat(retry.call(calls)).isEqualTo("Y");
    assertThat(calls.calls()).isEqualTo(3);
    assertThat(time.sleeps()).hasSize(2);
  }

  /** SPEC 4.3. */
  @Test
  void pr02_alwaysBad_lastResultIsReturnedUnlessAnExceptionIsAskedFor() throws Exception {
    Script<String> calls =
        new Script<String>().returns("bad 1").returns("bad 2").returns("bad 3");
    RetryPolicyBuilder bad =
        policy().retryOnResult(String.class, result -> result.startsWith("bad"));
    assertThat(Retry.with(bad.build()).call(calls)).isEqualTo("bad 3");
    Retry asked = Retry.with(bad.throwOnExhaustedResult(true).build());
    assertThat(catchThrowable(() -> asked.call(() -> "bad")))
        .isInstanceOf(RetryExhaustedException.class);
  }

  /** SPEC 3.1. Whatever is not aborted on is retried, so that the number of calls tells them apart. */
  @Test
  void pr03_abortPredicates_endTheCallOnlyForWhatTheyName() {
    RetryPolicyBuilder aborting = policy()
        .retryOn(Exception.class)
        .retryOnResult(result -> true)
        .abortOnResult(Integer.class, result -> result > 100)
        .abortOnResult(Integer.valueOf(10)::equals)
        .abortOn(ConnectException.class);
    Retry retry = Retry.with(aborting.build());
    assertThat(callsOf(retry, new Script<Integer>().returns(110))).isEqualTo(1);
    assertThat(callsOf(retry, new Script<Integer>().returns(50))).isEqualTo(3);
    assertThat(callsOf(retry, new Script<Integer>().returns(50).fails(failure))).isEqualTo(3);
    assertThat(callsOf(retry, new Script<Integer>().returns(10))).isEqualTo(1);
    assertThat(callsOf(retry, new Script<Integer>().returns(5))).isEqualTo(3);
    assertThat(callsOf(retry, new Script<Integer>().fails(new ConnectException())))
        .isEqualTo(1);
    assertThat(callsOf(retry, new Script<Integer>().fails(new IllegalArgumentException())))
        .isEqualTo(3);
    assertThat(callsOf(retry, new Script<Integer>().returnsNull())).isEqualTo(3);
  }

  private static int callsOf(Retry retry, Script<?> script) {
    @Nullable Throwable ended = catchThrowable(() -> retry.call(script));
    assertThat(ended == null || ended instanceof Exception).isTrue();
    return script.calls();
  }

  /** SPEC 3.8. */
  @Test
  void pr05_callThrows_resultPredicateDoesNotSeeTheException() {
    List<@Nullable Object> seen = new ArrayList<>();
    Retry retry = Retry.with(policy()
        .retryOn(IOException.class)
        .retryOnResult(result -> {
          seen.add(result);
          return true;
        })
        .build());
    Script<String> calls = new Script<String>().fails(failure);
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(failure);
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(seen).isEmpty();
  }

  /** SPEC 4.6. */
  @Test
  void pr07_consumeBeforeRetry_runsTwiceBeforeTheWaitAndTheThirdResultIsLeftAlone()
      throws Exception {
    Script<String> calls = new Script<String>().returns("r1").returns("r2").returns("r3");
    Retry retry = Retry.with(policy()
        .retryOnResult(result -> true)
        .onDiscard(result -> journal.note("DISCARD " + result + " at " + time.elapsed()))
        .build());
    assertThat(retry.call(calls)).isEqualTo("r3");
    assertThat(journal.lines("DISCARD"))
        .containsExactly("DISCARD r1 at PT0S", "DISCARD r2 at PT0.5S");
  }

  /** A pause that depends on the result is a classifier's exact hint. */
  @Test
  void pr08_intervalFromTheResult_isWaitedExactly() throws Exception {
    Classifier await = new Classifier() {
      @Override
      public Verdict classify(Throwable thrown) {
        return Verdict.noOpinion();
      }

      @Override
      public Verdict classifyResult(@Nullable Object result) {
        return result instanceof String text && text.startsWith("Await ")
            ? Verdict.retry().withExact(ofMillis(Long.parseLong(text.substring(6))))
            : Verdict.noOpinion();
      }
    };
    Script<String> calls =
        new Script<String>().returns("Await 100").returns("Await 200").returns("done");
    assertThat(Retry.with(policy().classifier(await).build()).call(calls)).isEqualTo("done");
    assertThat(time.sleeps()).containsExactly(ofMillis(100), ofMillis(200));
  }

  /** SPEC 4.4. */
  @Test
  void pr11_predicateThrows_callEndsWithThatAndTheFailureSuppressed() {
    IllegalArgumentException broken = new IllegalArgumentException("predicate");
    Script<String> calls = new Script<String>().fails(failure);
    Retry retry = Retry.with(policy()
        .retryOn(judged -> {
          throw broken;
        })
        .build());
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(broken);
    assertThat(broken.getSuppressed()).containsExactly(failure);
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(journal.lines()).containsExactly("FAILED 1 failure", "GAVE_UP 1 CALLBACK_FAILED");
  }

  /** SPEC 4.4. */
  @Test
  void pr12_delayFunctionThrows_surfaces() {
    IllegalArgumentException broken = new IllegalArgumentException("delay");
    Script<String> calls = new Script<String>().fails(failure);
    Retry retry = Retry.with(policy()
        .backoff(Backoff.function(n -> {
          throw broken;
        }))
        .build());
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(broken);
    assertThat(broken.getSuppressed()).containsExactly(failure);
    assertThat(calls.calls()).isEqualTo(1);
  }

  /** A hook that answers a duration or "no" is a classifier: an exact hint, or give up. */
  @Test
  void pr14_hookAnswersADuration_replacesTheBackoffAndFalseMeansNoRetry() throws Exception {
    Script<String> calls = new Script<String>().fails(2, failure).returns("v");
    RetryPolicyBuilder slow = policy().backoff(Backoff.fixed(ofSeconds(5)));
    Retry hooked =
        Retry.with(slow.classifier(thrown -> Verdict.retry().withExact(ZERO)).build());
    assertThat(hooked.call(calls)).isEqualTo("v");
    assertThat(calls.calls()).isEqualTo(3);
    assertThat(time.elapsed()).isEqualTo(Duration.ZERO);

    Script<String> refused = new Script<String>().fails(failure);
    Retry never = Retry.with(policy().classifier(thrown -> Verdict.giveUp("no")).build());
    assertThat(catchThrowable(() -> never.call(refused))).isSameAs(failure);
    assertThat(refused.calls()).isEqualTo(1);
  }

  /** SPEC 1.4. */
  @Test
  void pr16_orderOfChecks_finalFailureAndLastAttemptNeverAskTheBudget() {
    RetryPolicyBuilder budgeted =
        policy().retryOn(IllegalStateException.class).maxAttempts(2).budget(journal.budget(1));
    IOException fatal = new IOException("fatal");
    assertThat(catchThrowable(
            () -> Retry.with(budgeted.build()).call(new Script<String>().fails(fatal))))
        .isSameAs(fatal);
    assertThat(journal.lines("budget")).containsExactly("budget failed 1 GIVE_UP");
    assertThat(catchThrowable(
            () -> Retry.with(budgeted.build()).call(new Script<String>().fails(failure))))
        .isSameAs(failure);
    assertThat(journal.lines("budget").subList(1, 4))
        .containsExactly("budget failed 1 RETRY", "budget acquire 1", "budget failed 2 RETRY");
  }

  /** SPEC 3.8. */
  @Test
  void pr17_nullResult_isJudgedForASupplierAndNeverForARunnable() throws Exception {
    Retry retry = Retry.with(policy().retryOnResult(result -> result == null).build());
    Script<String> calls = new Script<String>().returnsNull();
    assertThat(retry.call(calls)).isNull();
    assertThat(calls.calls()).isEqualTo(3);

    int[] runs = new int[2];
    retry.run(() -> runs[0]++);
    retry.wrapRunnable(() -> runs[1]++).run();
    assertThat(runs).containsExactly(1, 1);

    Retry typed =
        Retry.with(policy().retryOnResult(String.class, String::isEmpty).build());
    Script<String> none = new Script<String>().returnsNull();
    assertThat(typed.call(none)).isNull();
    assertThat(none.calls()).isEqualTo(1);
  }
}
