package io.retrykit.policy;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.time.Timebase;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Policies as values. */
class RetryPolicyTest {
  private final Guard guard = Parts.guard("breaker");
  private final RetryBudget budget = Parts.budget("budget");
  private final Classifier classifier = failure -> Verdict.noOpinion();
  private final List<RetryEvent> heard = new ArrayList<>();
  private final RetryListener listener = heard::add;
  private final RandomGenerator random = new SplittableRandom(1);
  private final Timebase time = VirtualTimebase.create();
  private final List<Object> discarded = new ArrayList<>();
  private final Consumer<Object> discard = discarded::add;

  /** SPEC 2.1. */
  @Test
  void defaults_areThoseOfTheRules() {
    RetryPolicy policy = RetryPolicy.defaults();
    assertThat(policy.name()).isEqualTo("retry");
    assertThat(policy.maxAttempts()).isEqualTo(3);
    assertThat(policy.isUnlimited()).isFalse();
    assertThat(policy.backoff())
        .hasToString("exponential from 1s by 2, at most 1m, proportional jitter x [0.5, 1.5)");
    assertThat(policy.throttledBackoff()).isSameAs(policy.backoff());
    assertThat(policy.maxServerDelay()).isEqualTo(ofMinutes(5));
    assertThat(policy.maxDuration()).isEmpty();
    assertThat(policy.attemptTimeout()).isEmpty();
    assertThat(policy.budget()).isEmpty();
    assertThat(policy.onDiscard()).isEmpty();
    assertThat(policy.guards()).isEmpty();
    assertThat(policy.listeners()).isEmpty();
    assertThat(policy.classifiers()).isEmpty();
    assertThat(policy.waitWhenRefused()).isFalse();
    assertThat(policy.throwOnExhaustedResult()).isFalse();
    assertThat(policy.discovery()).isTrue();
    assertThat(policy.timebase()).isSameAs(Timebase.system());
    assertThat(policy.hasDefaultRandom()).isTrue();
  }

  @Test
  void defaultRandom_drawsUnitNumbers() {
    RandomGenerator source = RetryPolicy.defaults().random();
    assertThat(source).hasToString("thread-local random");
    assertThat(source.doubles(100).boxed().distinct().count()).isGreaterThan(90);
    assertThat(source.doubles(100)).allMatch(drawn -> drawn >= 0 && drawn < 1);
    assertThat(source.longs(100).boxed().distinct().count()).isGreaterThan(90);
  }

  @Test
  void settings_areWhatWasWritten() {
    assertEverything(everything().build());
  }

  @Test
  void toBuilder_build_isTheSamePolicyAgain() {
    RetryPolicy policy = everything().build();
    RetryPolicy again = policy.toBuilder().build();
    assertEverything(again);
    assertThat(again.explain()).isEqualTo(policy.explain());
    assertThat(again).hasToString(policy.toString());
  }

  private RetryPolicyBuilder everything() {
    return RetryPolicy.builder()
        .name("claude")
        .maxAttempts(5)
        .initialDelay(ofMillis(50))
        .maxDelay(ofSeconds(9))
        .exponentialBase(3)
        .jitter(Jitter.full())
        .throttledBackoff(Backoff.fixed(ofSeconds(2)))
        .maxDuration(ofMinutes(2))
        .attemptTimeout(ofSeconds(7))
        .maxServerDelay(ofSeconds(30))
        .waitWhenRefused(true)
        .throwOnExhaustedResult(true)
        .discovery(false)
        .onDiscard(discard)
        .budget(budget)
        .guard(guard)
        .listener(listener)
        .classifier(classifier)
        .random(random)
        .timebase(time)
        .matchCauses(true)
        .retryOn(IOException.class)
        .abortOn(ArithmeticException.class)
        .retryOnResult(Integer.class, status -> status >= 500)
        .abortOnResult(String.class, String::isEmpty);
  }

  private void assertEverything(RetryPolicy policy) {
    assertThat(policy.name()).isEqualTo("claude");
    assertThat(policy.maxAttempts()).isEqualTo(5);
    assertThat(policy.backoff())
        .hasToString("exponential from 50ms by 3, at most 9s, full jitter x [0.0, 1.0)");
    assertThat(policy.throttledBackoff())
        .hasToString("fixed 2s, at most 9s, full jitter x [0.0, 1.0)");
    assertThat(policy.maxDuration()).contains(ofMinutes(2));
    assertThat(policy.attemptTimeout()).contains(ofSeconds(7));
    assertThat(policy.maxServerDelay()).isEqualTo(ofSeconds(30));
    assertThat(policy.waitWhenRefused()).isTrue();
    assertThat(policy.throwOnExhaustedResult()).isTrue();
    assertThat(policy.discovery()).isFalse();
    assertThat(policy.onDiscard()).containsSame(discard);
    assertThat(policy.budget()).containsSame(budget);
    assertThat(policy.guards()).containsExactly(guard);
    assertThat(policy.listeners()).containsExactly(listener);
    assertThat(policy.classifiers()).containsExactly(classifier);
    assertThat(policy.random()).isSameAs(random);
    assertThat(policy.hasDefaultRandom()).isFalse();
    assertThat(policy.timebase()).isSameAs(time);
    assertThat(policy.selection().retries(new RuntimeException(new IOException())))
        .isTrue();
    assertThat(policy.selection().aborts(new RuntimeException(new ArithmeticException())))
        .isTrue();
    assertThat(policy.selection().retriesResult(500)).isTrue();
    assertThat(policy.selection().abortsResult("")).isTrue();
  }

  @Test
  void build_thenChangingTheBuilder_changesNothing() {
    RetryPolicyBuilder builder = everything();
    RetryPolicy policy = builder.build();
    String before = policy.explain();
    builder.name("other").maxAttempts(2).retryOn(Exception.class).abortOn(IOException.class);
    builder
        .guard(Parts.guard("second"))
        .listener(event -> {})
        .classifier(failure -> Verdict.retry());
    builder.retryOnResult(any -> true).abortOnResult(any -> true).withoutRetryOn();
    assertEverything(policy);
    assertThat(policy.explain()).isEqualTo(before);
    assertThat(policy.selection().aborts(new IOException())).isFalse();
    assertThat(builder.build().guards()).hasSize(2);
  }

  @Test
  void toBuilder_thenChangingTheBuilder_leavesThePolicyAlone() {
    RetryPolicy policy = everything().build();
    RetryPolicy more = policy.toBuilder()
        .guard(Parts.guard("second"))
        .retryOn(ArithmeticException.class)
        .abortOn(IOException.class)
        .retryOnResult(any -> true)
        .abortOnResult(any -> true)
        .listener(event -> {})
        .classifier(failure -> Verdict.retry())
        .build();
    assertThat(more.guards()).extracting(Guard::name).containsExactly("breaker", "second");
    assertEverything(policy);
    assertEverything(policy.toBuilder().build());
    assertThat(policy.toBuilder().build()).hasToString(policy.toString());
  }

  @Test
  void lists_ofAPolicy_cannotBeChanged() {
    RetryPolicy policy = everything().build();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> policy.guards().clear());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> policy.listeners().clear());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> policy.classifiers().clear());
  }

  /** SPEC 2.7. */
  @Test
  void backoff_byHand_staysAsWritten() {
    Backoff list = Backoff.list(ofSeconds(90), ofSeconds(5));
    assertThat(RetryPolicy.builder().backoff(list).build().backoff()).isSameAs(list);
  }

  /** SPEC 2.7. */
  @Test
  void backoff_byHand_isShapedByWhatIsWrittenBesideIt() {
    Backoff list = Backoff.list(ofSeconds(90), ofSeconds(5));
    assertThat(
            RetryPolicy.builder().backoff(list).maxDelay(ofSeconds(60)).build().backoff())
        .hasToString("list [1m 30s, 5s], at most 1m");
    assertThat(RetryPolicy.builder().backoff(list).jitter(true).build().backoff())
        .hasToString("list [1m 30s, 5s], proportional jitter x [0.5, 1.5)");
    assertThat(RetryPolicy.builder()
            .jitter(Jitter.equal())
            .maxDelay(ofSeconds(60))
            .backoff(list)
            .build()
            .backoff()
            .schedule(2, lowest()))
        .containsExactly(ofSeconds(30), ofMillis(2_500));
  }

  /** SPEC 2.8. */
  @Test
  void throttledBackoff_isAPauseOfItsOwn_onTheSameTerms() {
    Backoff slow = Backoff.fixed(ofSeconds(30));
    RetryPolicy written = RetryPolicy.builder().throttledBackoff(slow).build();
    assertThat(written.throttledBackoff()).isSameAs(slow);
    assertThat(written.backoff()).isNotSameAs(slow);
    RetryPolicy shaped =
        written.toBuilder().maxDelay(ofSeconds(10)).jitter(Jitter.none()).build();
    assertThat(shaped.throttledBackoff().schedule(1)).containsExactly(ofSeconds(10));
  }

  /** SPEC 2.1. */
  @Test
  void jitter_switchedOff_leavesTheFormula() {
    assertThat(RetryPolicy.builder().jitter(false).build().backoff().schedule(8))
        .containsExactly(
            seconds(1),
            seconds(2),
            seconds(4),
            seconds(8),
            seconds(16),
            seconds(32),
            seconds(60),
            seconds(60));
    assertThat(RetryPolicy.builder().jitter(false).jitter(true).build().backoff())
        .hasToString(RetryPolicy.defaults().backoff().toString());
  }

  @Test
  void onRetry_hearsRetriesOnly_withFailureAndAttempt() {
    List<String> retries = new ArrayList<>();
    RetryPolicy policy = RetryPolicy.builder()
        .onRetry((failure, attempt) -> retries.add(attempt + " " + failure))
        .build();
    RetryListener onRetry = policy.listeners().get(0);
    for (RetryEvent.Type type : RetryEvent.Type.values()) {
      assertThat(onRetry.wants(type)).isEqualTo(type == RetryEvent.Type.RETRY);
    }
    Outcome failure = Outcome.ofFailure(new IOException("reset"));
    onRetry.onEvent(RetryEvent.retry(policy, 2, failure, Verdict.retry(), 5));
    onRetry.onEvent(RetryEvent.retry(policy, 3, Outcome.ofResult(503), Verdict.retry(), 5));
    assertThat(retries).containsExactly("2 java.io.IOException: reset", "3 null");
  }

  /** SPEC 2.3: without a cap it would triple for ever. */
  @Test
  void decorrelatedJitter_ofABackoffWithoutACap_isCutAllTheSame() {
    assertThat(longest(Backoff.fixed(ofSeconds(5)))).isEqualTo(ofMinutes(1));
    assertThat(longest(Backoff.fixed(ofMinutes(7)))).isEqualTo(ofMinutes(7));
    assertThat(longest(Backoff.exponential(ofSeconds(1), 2, ofMinutes(5)))).isEqualTo(ofMinutes(5));
    Backoff later = Backoff.fixed(ofSeconds(5)).take(1).then(Backoff.fixed(ofSeconds(5)));
    assertThat(longest(later)).isEqualTo(ofMinutes(1));
  }

  /** SPEC 2.3: there is no second pause that could have grown. */
  @Test
  void jitter_ofABackoffOfOnePause_isAccepted() {
    Backoff once = Backoff.fixed(ofSeconds(1)).take(1);
    for (Jitter jitter : List.of(Jitter.none(), Jitter.full(), Jitter.decorrelated())) {
      RetryPolicy policy = RetryPolicy.builder().backoff(once).jitter(jitter).build();
      assertThat(policy.backoff().limit()).as("%s", jitter).isEqualTo(1);
    }
  }

  /** SPEC 2.3: only a jitter that feeds on its own draws has to be tried out. */
  @Test
  void jitter_ofAFunction_asksItNothingBeforeACallDoes() {
    List<Integer> asked = new ArrayList<>();
    Backoff function = Backoff.function(n -> {
      asked.add(n);
      return ofSeconds(n);
    });
    RetryPolicy policy = RetryPolicy.builder().backoff(function).jitter(false).build();
    assertThat(asked).isEmpty();
    assertThat(policy.backoff().delay(4)).isEqualTo(ofSeconds(4));
    assertThat(asked).containsExactly(4);
  }

  private static Duration longest(Backoff written) {
    RetryPolicy policy = RetryPolicy.builder()
        .backoff(written)
        .throttledBackoff(written)
        .jitter(Jitter.decorrelated())
        .build();
    long longest = policy.backoff().mostNanos(20, ofMinutes(60).toNanos());
    assertThat(policy.throttledBackoff().mostNanos(20, ofMinutes(60).toNanos())).isEqualTo(longest);
    return Duration.ofNanos(longest);
  }

  @Test
  void listener_unlessOverridden_wantsEverything() {
    for (RetryEvent.Type type : RetryEvent.Type.values()) {
      assertThat(listener.wants(type)).isTrue();
    }
  }

  private static Duration seconds(long seconds) {
    return ofSeconds(seconds);
  }

  private static RandomGenerator lowest() {
    return () -> 0;
  }
}
