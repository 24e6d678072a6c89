package io.retrykit;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.Nanos;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a server says about when to come back. */
class RetryHintTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Journal journal = new Journal();
  private final IllegalStateException failure = new IllegalStateException("failure");

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(2)
        .jitter(false)
        .listener(journal.listener());
  }

  private int fail(RetryPolicyBuilder policy) {
    Script<String> calls = new Script<String>().fails(failure);
    assertThat(catchThrowable(() -> Retry.with(policy.build()).call(calls))).isSameAs(failure);
    return calls.calls();
  }

  private RetryPolicyBuilder hinted(Verdict verdict) {
    return policy().classifier(thrown -> verdict);
  }

  /** SPEC 7.5: never below the own delay of 1 s, never more than 5 s above it. */
  @Test
  void clamped_isObeyedBetweenTheOwnDelayAndItsReach() {
    assertThat(fail(hinted(Verdict.retry().withClamped(ofMillis(7), ofSeconds(5)))))
        .isEqualTo(2);
    assertThat(fail(hinted(Verdict.retry().withClamped(ofSeconds(3), ofSeconds(5)))))
        .isEqualTo(2);
    assertThat(fail(hinted(Verdict.retry().withClamped(ofSeconds(9), ofSeconds(5)))))
        .isEqualTo(2);
    assertThat(time.sleeps()).containsExactly(ofSeconds(1), ofSeconds(3), ofSeconds(6));
  }

  /** SPEC 7.5: a server that asks for hours is waited for as long as the bounds say, whatever maxServerDelay is. */
  @Test
  void clamped_beyondMaxServerDelay_doesNotEndTheRetrying() {
    Duration forever = ofNanos(Nanos.FOREVER);
    assertThat(fail(hinted(Verdict.retry().withClamped(forever, ofSeconds(5))))).isEqualTo(2);
    assertThat(fail(hinted(Verdict.retry().withClamped(ofSeconds(20), forever))
            .maxServerDelay(ofSeconds(2))))
        .isEqualTo(2);
    assertThat(time.sleeps()).containsExactly(ofSeconds(6), ofSeconds(20));
  }

  /** SPEC 7.1. */
  @Test
  void floor_longerOrShorterThanTheOwnDelay_theGreaterIsWaited() {
    assertThat(fail(hinted(Verdict.throttled().withFloor(ofSeconds(7))))).isEqualTo(2);
    assertThat(fail(hinted(Verdict.throttled().withFloor(ofMillis(7))))).isEqualTo(2);
    assertThat(fail(hinted(Verdict.throttled().withFloor(ZERO)))).isEqualTo(2);
    assertThat(time.sleeps()).containsExactly(ofSeconds(7), ofSeconds(1), ofSeconds(1));
  }

  /** SPEC 7.1: the range [0.5 s, 1.5 s) moves up to [7 s, 8 s), and clients stay spread over it. */
  @Test
  void floor_withJitter_movesTheRangeUpAndKeepsItsWidth() {
    RetryPolicyBuilder jittered = hinted(Verdict.throttled().withFloor(ofSeconds(7)))
        .jitter(Jitter.proportional())
        .random(new Random(71));
    for (int i = 0; i < 300; i++) {
      fail(jittered);
    }
    Set<Duration> pauses = new HashSet<>(time.sleeps());
    assertThat(pauses)
        .hasSizeGreaterThan(290)
        .allSatisfy(pause -> assertThat(pause).isBetween(ofSeconds(7), ofSeconds(8)))
        .anySatisfy(pause -> assertThat(pause).isGreaterThan(ofMillis(7900)))
        .anySatisfy(pause -> assertThat(pause).isLessThan(ofMillis(7100)));
  }

  /** SPEC 7.1: never shorter than the own delay would have been. */
  @Test
  void floor_insideTheJitterRange_isNeverUndercut() {
    RetryPolicyBuilder jittered = hinted(Verdict.throttled().withFloor(ofMillis(1200)))
        .jitter(Jitter.proportional())
        .random(new Random(72));
    for (int i = 0; i < 300; i++) {
      fail(jittered);
    }
    assertThat(time.sleeps())
        .allSatisfy(pause -> assertThat(pause).isBetween(ofMillis(1200), ofMillis(2200)));
  }

  /** SPEC 7.2. */
  @Test
  void exact_withJitter_isWaitedToTheNanosecond() {
    RetryPolicyBuilder jittered = policy()
        .maxAttempts(4)
        .jitter(Jitter.proportional())
        .classifier(thrown -> Verdict.retry().withExact(ofNanos(1_234_567)));
    assertThat(fail(jittered)).isEqualTo(4);
    assertThat(time.sleeps()).hasSize(3).containsOnly(ofNanos(1_234_567));
  }

  /** SPEC 7.2: an exact hint counts as a step of the backoff; a pushback begins it anew. */
  @Test
  void pushback_inTheMiddle_restartsTheBackoffAndExactDoesNot() {
    int[] asked = new int[1];
    assertThat(fail(policy()
            .maxAttempts(5)
            .classifier(thrown ->
                ++asked[0] == 3 ? Verdict.retry().withPushback(ofMillis(10)) : Verdict.retry())))
        .isEqualTo(5);
    assertThat(time.sleeps())
        .containsExactly(ofSeconds(1), ofSeconds(2), ofMillis(10), ofSeconds(1));
    asked[0] = 0;
    assertThat(fail(policy()
            .maxAttempts(5)
            .classifier(thrown ->
                ++asked[0] == 3 ? Verdict.retry().withExact(ofMillis(10)) : Verdict.retry())))
        .isEqualTo(5);
    assertThat(time.sleeps().subList(4, 8))
        .containsExactly(ofSeconds(1), ofSeconds(2), ofMillis(10), ofSeconds(8));
  }

  /** SPEC 7.2: with decorrelated jitter, the pause before a pushback is forgotten as well. */
  @Test
  void pushback_decorrelatedJitter_forgetsThePreviousPause() {
    int[] asked = new int[1];
    RetryPolicyBuilder decorrelated = policy()
        .maxAttempts(9)
        .jitter(Jitter.decorrelated())
        .random(new Random(73) {
          private static final long serialVersionUID = 1L;

          @Override
          public double nextDouble() {
            return 0.999_999;
          }
        })
        .classifier(thrown ->
            ++asked[0] == 5 ? Verdict.retry().withPushback(ofMillis(10)) : Verdict.retry());
    assertThat(fail(decorrelated)).isEqualTo(9);
    assertThat(time.sleeps().get(3)).isGreaterThan(ofSeconds(50));
    assertThat(time.sleeps().get(4)).isEqualTo(ofMillis(10));
    assertThat(time.sleeps().get(5)).isEqualTo(time.sleeps().get(0));
  }

  /** SPEC 7.2: likewise for a backoff of the user's own, which is told number and previous pause. */
  @Test
  void pushback_ownBackoff_isAskedAsAtTheStart() {
    int[] asked = new int[1];
    RetryPolicyBuilder own = RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(5)
        .backoff((failed, previous, random) -> {
          journal.note("failed " + failed + ", previous " + previous);
          return 100L * failed;
        })
        .classifier(thrown ->
            ++asked[0] == 3 ? Verdict.retry().withPushback(ofMillis(10)) : Verdict.retry());
    assertThat(fail(own)).isEqualTo(5);
    assertThat(journal.lines())
        .containsExactly("failed 1, previous 0", "failed 2, previous 100", "failed 1, previous 0");
  }

  /** SPEC 7.3. */
  @Test
  void hint_beyondMaxServerDelay_endsAtOnce() {
    Duration over = ofMinutes(5).plusNanos(1);
    assertThat(fail(hinted(Verdict.throttled().withFloor(over)))).isEqualTo(1);
    assertThat(fail(hinted(Verdict.retry().withExact(over)))).isEqualTo(1);
    assertThat(fail(hinted(Verdict.retry().withPushback(over)))).isEqualTo(1);
    assertThat(fail(hinted(Verdict.retry().withExact(ofNanos(Nanos.FOREVER))))).isEqualTo(1);
    assertThat(time.sleeps()).isEmpty();
    assertThat(journal.lines("GAVE_UP")).containsOnly("GAVE_UP 1 SERVER_DELAY");

    assertThat(fail(hinted(Verdict.throttled().withFloor(ofMinutes(5))))).isEqualTo(2);
    assertThat(fail(hinted(Verdict.retry().withExact(ofMinutes(5))).maxServerDelay(ofMinutes(4))))
        .isEqualTo(1);
  }

  /** SPEC 7.3. */
  @Test
  void hint_beyondMaxDuration_endsAtOnce() {
    RetryPolicyBuilder hinted =
        hinted(Verdict.throttled().withFloor(ofSeconds(10))).maxDuration(ofSeconds(10));
    assertThat(fail(hinted)).isEqualTo(1);
    assertThat(time.elapsed()).isZero();
    assertThat(journal.lines("GAVE_UP")).containsExactly("GAVE_UP 1 MAX_DURATION");
    assertThat(fail(hinted.maxDuration(ofSeconds(11)))).isEqualTo(2);
  }

  /** SPEC 7.4. */
  @Test
  void veto_endsTheCall_withItsReason() {
    Journal reasons = new Journal();
    RetryPolicyBuilder veto = hinted(Verdict.giveUp("pushback -1"))
        .listener(event -> reasons.note(event.type() + " " + event.detail()));
    assertThat(fail(veto)).isEqualTo(1);
    assertThat(reasons.lines()).containsExactly("FAILED ", "GAVE_UP pushback -1");
    assertThat(journal.lines()).last().isEqualTo("GAVE_UP 1 CLASSIFIED");
  }

  /** SPEC 2.8. */
  @Test
  void throttled_withABackoffOfItsOwn_takesItsDelays() {
    int[] asked = new int[1];
    RetryPolicyBuilder two = RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(4)
        .backoff(Backoff.fixed(ofMillis(1)))
        .throttledBackoff(Backoff.linear(ofSeconds(10), ofSeconds(10)))
        .classifier(thrown -> ++asked[0] == 2 ? Verdict.retry() : Verdict.throttled());
    assertThat(fail(two)).isEqualTo(4);
    assertThat(time.sleeps()).containsExactly(ofSeconds(10), ofMillis(1), ofSeconds(30));
  }

  /** SPEC 7.1: a backoff that is a function of the user's is moved up as well. */
  @Test
  void floor_onAFunction_isWaitedAtLeast() {
    RetryPolicyBuilder function = RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(2)
        .backoff(Backoff.function(n -> ofMillis(5)))
        .classifier(thrown -> Verdict.retry().withFloor(ofMillis(50)));
    assertThat(fail(function)).isEqualTo(2);
    assertThat(time.sleeps()).containsExactly(ofMillis(50));
  }
}
