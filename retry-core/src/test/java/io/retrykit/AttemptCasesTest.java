package io.retrykit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.call.RetryExhaustedException;
import io.retrykit.failure.RetryHistory;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published cases on attempts ({@code AT-} in {@code spec/behaviour.json}), each under its id. */
class AttemptCasesTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Journal journal = new Journal();
  private final IllegalStateException first = new IllegalStateException("first");
  private final IllegalStateException second = new IllegalStateException("second");
  private final IllegalStateException third = new IllegalStateException("third");

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .backoff(Backoff.fixed(ofMillis(500)))
        .listener(journal.listener());
  }

  /** SPEC 1.2, SPEC 4.5. */
  @Test
  void at01_secondCallSucceeds_oneWaitAndTheValue() throws Exception {
    Script<String> calls = new Script<String>().fails(first).returns("v");
    assertThat(Retry.with(policy().build()).call(calls)).isEqualTo("v");
    assertThat(calls.calls()).isEqualTo(2);
    assertThat(time.sleeps()).containsExactly(ofMillis(500));
    assertThat(first.getSuppressed()).isEmpty();
  }

  /** SPEC 1.2, SPEC 4.1. */
  @Test
  void at02_everyCallFails_lastFailureItselfAndNoWaitAfterIt() {
    Script<String> calls = new Script<String>().fails(first).fails(second).fails(third);
    assertThat(catchThrowable(() -> Retry.with(policy().build()).call(calls))).isSameAs(third);
    assertThat(calls.calls()).isEqualTo(3);
    assertThat(time.sleeps()).containsExactly(ofMillis(500), ofMillis(500));
    assertThat(time.elapsed()).isEqualTo(ofSeconds(1));
  }

  /** SPEC 3.2. */
  @Test
  void at04_failureNotSelected_oneCallAndTheSameInstance() {
    Script<String> calls = new Script<String>().fails(first);
    Retry retry = Retry.with(policy().retryOn(IOException.class).build());
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(first).hasNoSuppressedExceptions();
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(time.sleeps()).isEmpty();
  }

  /** SPEC 1.3. */
  @Test
  void at05_unlimitedThenAnotherType_thatTypeSurfaces() {
    IllegalArgumentException other = new IllegalArgumentException("other");
    Script<String> calls = new Script<String>().fails(first).fails(second).fails(other);
    Retry retry = Retry.with(policy()
        .unlimitedAttempts()
        .maxDuration(ofSeconds(60))
        .retryOn(IllegalStateException.class)
        .build());
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(other);
    assertThat(calls.calls()).isEqualTo(3);
  }

  @Test
  void at06_selectedThenNotSelected_secondSurfaces() {
    FileNotFoundException other = new FileNotFoundException("other");
    Script<String> calls = new Script<String>().fails(first).fails(other);
    Retry retry = Retry.with(policy().retryOn(IllegalStateException.class).build());
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(other);
    assertThat(calls.calls()).isEqualTo(2);
  }

  @Test
  void at07_threeOfThreeFail_retryRetryStopWithTheReason() {
    Script<String> calls = new Script<String>().fails(first);
    assertThat(catchThrowable(() -> Retry.with(policy().build()).call(calls))).isSameAs(first);
    assertThat(journal.lines())
        .containsExactly(
            "FAILED 1 first",
            "RETRY 1 in 500ms",
            "FAILED 2 first",
            "RETRY 2 in 500ms",
            "FAILED 3 first",
            "GAVE_UP 3 MAX_ATTEMPTS");
  }

  /** SPEC 6.2. */
  @Test
  void at08_callLongerThanMaxDuration_badResultIsReturnedAndCountsAsFailure() throws Exception {
    Script<Boolean> calls = new Script<Boolean>().does(() -> {
      time.advance(ofMillis(120));
      return false;
    });
    Retry retry = Retry.with(policy()
        .backoff(Backoff.none())
        .retryOnResult(Boolean.class, result -> !result)
        .maxDuration(ofMillis(100))
        .build());
    assertThat(retry.call(calls)).isFalse();
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(journal.lines()).containsExactly("FAILED 1 false", "GAVE_UP 1 MAX_DURATION");
  }

  /** SPEC 1.3: unlimited is a word of its own, and needs an end. */
  @Test
  void at11_unlimitedAndTenFailures_elevenCalls() throws Exception {
    Script<String> calls = new Script<String>().fails(10, first).returns("v");
    Retry retry =
        Retry.with(policy().unlimitedAttempts().budget(journal.budget()).build());
    assertThat(retry.call(calls)).isEqualTo("v");
    assertThat(calls.calls()).isEqualTo(11);
  }

  /** SPEC 1.2: the name counts attempts, the first call included. There is no {@code maxRetries}. */
  @Test
  void at15_fiveAttempts_fiveCallsAndFourWaits() {
    Script<String> calls = new Script<String>().fails(first);
    Retry retry = Retry.with(policy().maxAttempts(5).build());
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(first);
    assertThat(calls.calls()).isEqualTo(5);
    assertThat(time.sleeps()).hasSize(4);
    assertThat(RetryPolicyBuilder.class.getMethods())
        .noneMatch(m -> m.getName().contains("Retries"));
  }

  /** SPEC 4.6. There are no HTTP responses here: the rule for anything that can be closed. */
  @Test
  void at16_everyResponseIs503_earlierOnesAreClosedBeforeEachRetryAndTheLastIsHandedOver() {
    record Response(int number, Journal journal) implements AutoCloseable {
      @Override
      public void close() {
        journal.note("CLOSE " + number);
      }

      @Override
      public String toString() {
        return "response " + number;
      }
    }
    Retry retry = Retry.with(
        policy().maxAttempts(4).retryOnResult(Response.class, response -> true).build());
    Response last = retry.callWithAttempt(attempt -> new Response(attempt.number(), journal));
    assertThat(last.number()).isEqualTo(4);
    assertThat(journal.lines().stream().filter(line -> !line.startsWith("FAILED")))
        .containsExactly(
            "RETRY 1 in 500ms",
            "CLOSE 1",
            "RETRY 2 in 500ms",
            "CLOSE 2",
            "RETRY 3 in 500ms",
            "CLOSE 3",
            "GAVE_UP 4 MAX_ATTEMPTS");
  }

  /** SPEC 1.1. The numbers an HTTP client would put into a header are on every attempt, the first too. */
  @Test
  void at18_threeAttempts_eachIsToldItsNumberAndTheMaximum() {
    List<String> headers = new ArrayList<>();
    Retry retry = Retry.with(policy().build());
    assertThat(catchThrowable(() -> retry.callWithAttempt(attempt -> {
          headers.add("attempt=" + attempt.number() + "; max=" + attempt.max());
          throw first;
        })))
        .isSameAs(first);
    assertThat(headers).containsExactly("attempt=1; max=3", "attempt=2; max=3", "attempt=3; max=3");
  }

  /** SPEC 9.3. */
  @Test
  void at19_budgetOfTwo_threeCallsAndTheOriginalException() {
    Script<String> calls = new Script<String>().fails(first).fails(second).fails(third);
    Retry retry =
        Retry.with(policy().maxAttempts(10).budget(journal.budget(1, 1, -1)).build());
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(third);
    assertThat(calls.calls()).isEqualTo(3);
    assertThat(journal.lines("RETRY")).hasSize(2);
    assertThat(journal.lines("GAVE_UP")).containsExactly("GAVE_UP 3 BUDGET");
  }

  /** The half about types; the one about the switch is with the switch. */
  @Test
  void at22_wrongType_oneCallAndTheOriginalError() {
    ClassCastException wrong = new ClassCastException("wrong");
    Script<String> calls = new Script<String>().fails(wrong);
    Retry retry = Retry.with(policy().retryOn(NumberFormatException.class).build());
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(wrong).hasNoCause();
    assertThat(calls.calls()).isEqualTo(1);
  }

  /** SPEC 2.2. Unlimited attempts need an end here; a budget that never runs dry is one without a time limit. */
  @ParameterizedTest
  @ValueSource(ints = {1025, 2000, 10_000})
  void at23_highAttemptNumbers_delayStaysAtTheCap(int attempt) throws Exception {
    RetryPolicyBuilder unlimited = RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .unlimitedAttempts()
        .budget(journal.budget())
        .maxDelay(ofSeconds(5));
    Script<String> calls = new Script<String>().fails(attempt, first).returns("v");
    Retry.with(unlimited.jitter(false).build()).call(calls);
    assertThat(time.sleeps()).hasSize(attempt).last().isEqualTo(ofSeconds(5));

    Script<String> jittered = new Script<String>().fails(attempt, first).returns("v");
    Retry.with(unlimited.jitter(Jitter.proportional()).random(new Random(23)).build())
        .call(jittered);
    assertThat(time.sleeps()).hasSize(2 * attempt);
    assertThat(time.sleeps().subList(attempt + 3, 2 * attempt))
        .allSatisfy(pause -> assertThat(pause).isBetween(ofMillis(2500), ofSeconds(5)));
  }

  /** SPEC 4.3. */
  @Test
  void at25_failAfterMaxAttempts_resultsEndInADedicatedExceptionAndFailuresInTheirOwn() {
    RetryPolicyBuilder asked = policy()
        .name("claude")
        .throwOnExhaustedResult(true)
        .retryOnResult(String.class, "bad"::equals)
        .retryOn(IllegalStateException.class);
    assertThatThrownBy(() -> Retry.with(asked.build()).call(() -> "bad"))
        .isInstanceOfSatisfying(RetryExhaustedException.class, exhausted -> {
          assertThat(exhausted.policy()).isEqualTo("claude");
          assertThat(exhausted.attempts()).isEqualTo(3);
          assertThat(exhausted.result()).isEqualTo("bad");
        })
        .hasMessage("claude: no acceptable result after 3 attempts");
    assertThat(
            catchThrowable(() -> Retry.with(asked.build()).call(new Script<String>().fails(first))))
        .isSameAs(first);
  }

  /** SPEC 3.3. */
  @Test
  void at27_errorUnderTheDefaultPolicy_oneCallAndTheErrorItself() {
    for (Error error :
        List.of(new OutOfMemoryError("o"), new StackOverflowError("s"), new AssertionError("a"))) {
      Script<String> calls = new Script<String>().fails(error);
      assertThat(catchThrowable(() -> Retry.with(policy().build()).call(calls))).isSameAs(error);
      assertThat(calls.calls()).isEqualTo(1);

      Script<String> asked = new Script<String>().fails(error);
      Retry named = Retry.with(policy().retryOn(Throwable.class).build());
      assertThat(catchThrowable(() -> named.call(asked))).isSameAs(error);
      assertThat(asked.calls()).isEqualTo(3);
    }
  }

  /** SPEC 4.2. */
  @Test
  void at29_threeFailures_earlierOnesHangOnTheLastWithoutSelfSuppressionOrCycle() {
    Script<String> calls = new Script<String>().fails(first).fails(second).fails(third);
    Throwable thrown = catchThrowable(() -> Retry.with(policy().build()).call(calls));
    assertThat(thrown).isSameAs(third);
    assertThat(thrown.getSuppressed()).singleElement().isInstanceOf(RetryHistory.class);
    assertThat(thrown.getSuppressed()[0].getSuppressed()).containsExactly(first, second);

    Script<String> same = new Script<String>().fails(first).fails(second).fails(first);
    Throwable again = catchThrowable(() -> Retry.with(policy().build()).call(same));
    assertThat(again).isSameAs(first);
    assertThat(again.getSuppressed()[0].getSuppressed()).containsExactly(second);
    assertThat(isAcyclic(again)).isTrue();
  }

  /** AT-29, "no cycles": what an earlier failure wraps may be the one that is thrown in the end. */
  @Test
  void at29_earlierFailureWrapsTheLastOne_noCycle() {
    IllegalStateException wrapper = new IllegalStateException("wrapper", third);
    Script<String> calls = new Script<String>().fails(wrapper).fails(second).fails(third);
    Throwable thrown = catchThrowable(() -> Retry.with(policy().build()).call(calls));
    assertThat(thrown).isSameAs(third);
    assertThat(isAcyclic(thrown)).isTrue();
    RetryHistory history = (RetryHistory) thrown.getSuppressed()[0];
    assertThat(history.failures()).containsExactly(second);
    assertThat(history.total()).isEqualTo(2);
  }

  private static boolean isAcyclic(Throwable root) {
    return isAcyclic(root, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static boolean isAcyclic(Throwable at, Set<Throwable> above) {
    if (!above.add(at)) {
      return false;
    }
    Throwable cause = at.getCause();
    boolean acyclic = (cause == null || isAcyclic(cause, above))
        && Arrays.stream(at.getSuppressed()).allMatch(next -> isAcyclic(next, above));
    above.remove(at);
    return acyclic;
  }
}
