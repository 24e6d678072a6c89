package io.retrykit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.failure.RetryHistory;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SPEC 11: the hand-held loop. */
class RetryContextTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Journal journal = new Journal();
  private final RetryPolicyBuilder policy = RetryPolicy.builder()
      .maxAttempts(5)
      .jitter(false)
      .discovery(false)
      .timebase(time)
      .listener(journal.listener());

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private RetryContext context() {
    return Retry.with(policy.build()).context();
  }

  private static IOException failure(int attempt) {
    return new IOException("failure " + attempt);
  }

  /** SPEC 11.1. */
  @Test
  void ob02_failuresAtOneAndTwo_successAtThree() {
    RetryContext ctx = context();
    List<Duration> delays = new ArrayList<>();
    List<Boolean> retried = new ArrayList<>();
    @Nullable String result = null;
    for (int attempt : ctx) {
      if (attempt == 3) {
        result = "answer";
        break;
      }
      ctx.recordFailure(failure(attempt));
      retried.add(ctx.shouldRetry());
      delays.add(ctx.delay());
      assertThat(ctx.delay())
          .as("the same, and no time has passed")
          .isEqualTo(delays.get(attempt - 1));
      assertThat(time.sleeps()).hasSize(attempt - 1);
      ctx.pause();
    }

    assertThat(result).isEqualTo("answer");
    assertThat(ctx.currentAttempt()).isEqualTo(3);
    assertThat(retried).containsExactly(true, true);
    assertThat(delays).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(time.sleeps()).isEqualTo(delays);
  }

  /** SPEC 11.1. */
  @Test
  void ob03_fiveFailures_areRetriedFourTimes_thenTheIterationStops() {
    RetryContext ctx = context();
    List<Integer> attempts = new ArrayList<>();
    List<Boolean> retried = new ArrayList<>();
    for (int attempt : ctx) {
      attempts.add(attempt);
      ctx.recordFailure(failure(attempt));
      retried.add(ctx.shouldRetry());
      if (ctx.shouldRetry()) {
        ctx.pause();
      }
    }

    assertThat(attempts).containsExactly(1, 2, 3, 4, 5);
    assertThat(retried).containsExactly(true, true, true, true, false);
    assertThat(time.sleeps()).hasSize(4);
  }

  /** SPEC 11.1: without the iterator, and without a single pause. */
  @Test
  void ob03_fiveFailuresRecordedInARow_countAsFiveAttempts() {
    RetryContext ctx = context();
    List<Boolean> retried = new ArrayList<>();
    for (int attempt = 1; attempt <= 5; attempt++) {
      ctx.recordFailure(failure(attempt));
      retried.add(ctx.shouldRetry());
    }

    assertThat(retried).containsExactly(true, true, true, true, false);
    assertThat(ctx.currentAttempt()).isEqualTo(5);
    assertThat(ctx.iterator().hasNext()).isFalse();
  }

  /** SPEC 11.2. */
  @Test
  void ob05_questionsBeforeAnyFailure_areRefusedSayingWhatToDo() {
    RetryContext ctx = context();

    assertThatThrownBy(ctx::shouldRetry)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "attempt 1 has not failed yet: call recordFailure(failure) before shouldRetry()");
    assertThatThrownBy(ctx::delay)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("attempt 1 has not failed yet: call recordFailure(failure) before delay()");
    assertThatThrownBy(ctx::pause)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("attempt 1 has not failed yet: call recordFailure(failure) before pause()");
    assertThat(time.sleeps()).isEmpty();
  }

  /** SPEC 11.2. */
  @Test
  void ob05_pauseAfterExhaustion_isRefused_andNothingSleeps() {
    policy.maxAttempts(1);
    RetryContext ctx = context();
    ctx.recordFailure(failure(1));

    assertThat(ctx.shouldRetry()).isFalse();
    assertThatThrownBy(ctx::pause)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no attempt may follow attempt 1 (max attempts): throw its failure; ask"
            + " shouldRetry() first");
    assertThatThrownBy(ctx::delay)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no attempt may follow attempt 1 (max attempts): throw its failure; ask"
            + " shouldRetry() first");
    assertThat(time.sleeps()).isEmpty();
  }

  /** SPEC 11.1: with jitter the drawn value is kept and used. */
  @Test
  void ob10_delayShownBeforehand_isThePauseThatIsMade() {
    policy.jitter(true);
    RetryContext ctx = context();
    List<Duration> shown = new ArrayList<>();
    for (int attempt = 1; attempt <= 4; attempt++) {
      ctx.recordFailure(failure(attempt));
      shown.add(ctx.delay());
      assertThat(ctx.delay()).isEqualTo(shown.get(attempt - 1));
      ctx.pause();
    }

    assertThat(time.sleeps()).isEqualTo(shown);
  }

  // SPEC 11.2
  @Test
  void recordFailure_afterTheLastAttempt_isRefused() {
    policy.maxAttempts(1);
    RetryContext ctx = context();
    ctx.recordFailure(failure(1));

    assertThatThrownBy(() -> ctx.recordFailure(failure(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("attempt 1 was the last one: throw its failure");
    assertThat(ctx.failures()).hasSize(1);
  }

  // SPEC 11.2
  @Test
  void nextAttempt_whileOneIsUnderWay_isRefused() {
    Iterator<Integer> attempts = context().iterator();
    assertThat(attempts.next()).isEqualTo(1);

    assertThat(attempts.hasNext()).isTrue();
    assertThatThrownBy(attempts::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("attempt 1 has neither failed nor ended the loop: call recordFailure(failure),"
            + " or leave the loop on success");
  }

  // SPEC 11.2
  @Test
  void nextAttempt_afterTheLastOne_isRefused() {
    policy.maxAttempts(1);
    RetryContext ctx = context();
    Iterator<Integer> attempts = ctx.iterator();
    attempts.next();
    ctx.recordFailure(failure(1));

    assertThat(attempts.hasNext()).isFalse();
    assertThatThrownBy(attempts::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("no further attempt after 1");
  }

  // SPEC 11.2
  @Test
  void secondIteration_overOneContext_isRefused() {
    RetryContext ctx = context();
    assertThat(ctx.iterator().hasNext()).isTrue();

    assertThatThrownBy(ctx::iterator)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a context serves one call, ask retry.context() for another one");
  }

  // SPEC 11.2
  @Test
  void pause_twiceForOneFailure_isRefused() {
    RetryContext ctx = context();
    ctx.recordFailure(failure(1));
    ctx.pause();

    assertThatThrownBy(ctx::pause)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("attempt 2 has not failed yet: call recordFailure(failure) before pause()");
    assertThat(time.sleeps()).hasSize(1);
  }

  // SPEC 2.9
  @Test
  @SuppressWarnings("NullAway")
  void recordFailure_ofNull_isRefused() {
    RetryContext ctx = context();

    assertThatThrownBy(() -> ctx.recordFailure(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("failure");
  }

  // SPEC 11.1
  @Test
  void loopWithoutPauses_stillCountsAndTellsTheListeners() {
    RetryContext ctx = context();
    for (int attempt : ctx) {
      ctx.recordFailure(failure(attempt));
    }

    assertThat(time.sleeps()).isEmpty();
    assertThat(journal.lines("RETRY"))
        .containsExactly("RETRY 1 in 1s", "RETRY 2 in 2s", "RETRY 3 in 4s", "RETRY 4 in 8s");
    assertThat(journal.lines("GAVE_UP")).containsExactly("GAVE_UP 5 MAX_ATTEMPTS");
  }

  // SPEC 10.1
  @Test
  void listeners_hearEachStepOnce_howeverOftenItIsAskedFor() {
    policy.maxAttempts(2);
    RetryContext ctx = context();
    ctx.recordFailure(failure(1));
    for (int again = 0; again < 3; again++) {
      assertThat(ctx.shouldRetry()).isTrue();
      assertThat(ctx.delay()).isPositive();
    }
    ctx.pause();
    ctx.recordFailure(failure(2));
    for (int again = 0; again < 3; again++) {
      assertThat(ctx.shouldRetry()).isFalse();
    }

    assertThat(journal.lines())
        .containsExactly(
            "FAILED 1 failure 1", "RETRY 1 in 1s", "FAILED 2 failure 2", "GAVE_UP 2 MAX_ATTEMPTS");
  }

  // SPEC 4.2, SPEC 11.1
  @Test
  void lastFailure_carriesTheEarlierOnes_once() {
    policy.maxAttempts(3);
    RetryContext ctx = context();
    List<IOException> failures =
        IntStream.rangeClosed(1, 3).mapToObj(RetryContextTest::failure).toList();
    failures.forEach(ctx::recordFailure);
    assertThat(ctx.shouldRetry()).isFalse();
    assertThat(ctx.shouldRetry()).isFalse();

    assertThat(ctx.failures()).isEqualTo(List.copyOf(failures));
    assertThat(failures.get(2).getSuppressed())
        .singleElement()
        .isInstanceOfSatisfying(
            RetryHistory.class,
            history -> assertThat(history.failures()).isEqualTo(failures.subList(0, 2)));
  }

  // SPEC 11.1
  @Test
  void failures_ofManyAttempts_areTheFirstAndTheNewestFifteen() {
    policy.maxAttempts(50).maxDelay(Duration.ofSeconds(1));
    RetryContext ctx = context();
    List<IOException> failures =
        IntStream.rangeClosed(1, 40).mapToObj(RetryContextTest::failure).toList();
    failures.forEach(ctx::recordFailure);

    List<Throwable> expected = new ArrayList<>(failures.subList(25, 40));
    expected.add(0, failures.get(0));
    assertThat(ctx.failures()).isEqualTo(expected);
  }

  // SPEC 3.2
  @Test
  void failureThatIsNotRetryable_endsTheLoopAtOnce() {
    policy.retryOn(IllegalStateException.class);
    RetryContext ctx = context();
    ctx.recordFailure(failure(1));

    assertThat(ctx.shouldRetry()).isFalse();
    assertThatThrownBy(ctx::pause)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no attempt may follow attempt 1 (not retryable): throw its failure; ask"
            + " shouldRetry() first");
    assertThat(journal.lines("GAVE_UP")).containsExactly("GAVE_UP 1 NOT_RETRYABLE");
  }

  // SPEC 3.5, SPEC 7.1
  @Test
  void serverHint_ofAClassifier_lengthensTheDelay() {
    policy.classifier(failure -> Verdict.throttled().withFloor(Duration.ofSeconds(30)));
    RetryContext ctx = context();
    ctx.recordFailure(failure(1));

    assertThat(ctx.delay()).isEqualTo(Duration.ofSeconds(30));
  }

  // SPEC 6.2
  @Test
  void pauseThatWouldCrossTheDeadline_endsTheLoop_fromTheMomentTheContextWasMade() {
    policy.maxDuration(Duration.ofSeconds(3));
    RetryContext ctx = context();
    time.advance(Duration.ofSeconds(1));
    ctx.recordFailure(failure(1));
    ctx.pause();
    ctx.recordFailure(failure(2));

    assertThat(ctx.shouldRetry()).isFalse();
    assertThat(journal.lines("GAVE_UP")).containsExactly("GAVE_UP 2 MAX_DURATION");
  }

  // SPEC 11.1
  @Test
  void elapsed_isTheTimeSinceTheContextWasMade() {
    RetryContext ctx = context();
    assertThat(ctx.elapsed()).isZero();
    time.advance(Duration.ofMillis(2)); // past the point where this clock wraps
    ctx.recordFailure(failure(1));
    ctx.pause();

    assertThat(ctx.elapsed()).isEqualTo(Duration.ofMillis(1002));
  }

  // SPEC 11.4
  @Test
  void pauseThatIsInterrupted_rethrowsTheLastFailure_theFlagSet() {
    RetryContext ctx = context();
    IOException first = failure(1);
    IOException last = failure(2);
    ctx.recordFailure(first);
    ctx.pause();
    ctx.recordFailure(last);
    time.schedule(500_000_000L, Thread.currentThread()::interrupt);

    assertThat(catchThrowable(ctx::pause)).isSameAs(last);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(last.getSuppressed())
        .hasSize(2)
        .hasAtLeastOneElementOfType(InterruptedException.class)
        .hasAtLeastOneElementOfType(RetryHistory.class);
    assertThat(ctx.elapsed()).isEqualTo(Duration.ofMillis(1500));
    assertThat(ctx.shouldRetry()).isFalse();
    assertThat(journal.lines("GAVE_UP")).containsExactly("GAVE_UP 2 INTERRUPTED");
  }

  // SPEC 11.4
  @Test
  void pauseOfNoLength_onAnInterruptedThread_rethrowsToo() {
    policy.initialDelay(Duration.ZERO);
    RetryContext ctx = context();
    IOException failure = failure(1);
    ctx.recordFailure(failure);
    Thread.currentThread().interrupt();

    assertThat(catchThrowable(ctx::pause)).isSameAs(failure);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  // SPEC 4.4
  @Test
  void predicateThatThrows_endsTheLoopWithThat_theFailureSuppressed() {
    IllegalStateException broken = new IllegalStateException("predicate broken");
    policy.retryOn(failure -> {
      throw broken;
    });
    RetryContext ctx = context();
    IOException failure = failure(1);

    assertThat(catchThrowable(() -> ctx.recordFailure(failure))).isSameAs(broken);
    assertThat(broken.getSuppressed()).containsExactly(failure);
    assertThat(ctx.shouldRetry()).isFalse();
    assertThat(journal.lines()).containsExactly("FAILED 1 failure 1", "GAVE_UP 1 CALLBACK_FAILED");
  }

  // SPEC 11.3
  @Test
  void policyThatNeedsToSeeSuccesses_isRefused() {
    RetryBudget budget = journal.budget();
    policy.name("claude");

    assertThatThrownBy(() -> contextOf(policy.build().toBuilder().guard(journal.guard("gate"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a context cannot see attempts succeed, so its policy must not have"
            + " guards; use retry.call instead; the policy was claude: ");
    assertThatThrownBy(() -> contextOf(policy.build().toBuilder().budget(budget)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "a context cannot see attempts succeed, so its policy must not have" + " a budget; ");
    assertThatThrownBy(
            () -> contextOf(policy.build().toBuilder().attemptTimeout(Duration.ofSeconds(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a context cannot see attempts succeed, so its policy must not have"
            + " an attemptTimeout; ");
  }

  private static RetryContext contextOf(RetryPolicyBuilder builder) {
    return Retry.with(builder.build()).context();
  }

  // SPEC 11.1
  @Test
  void contexts_ofOneRetry_areIndependent() {
    Retry retry = Retry.with(policy.build());
    RetryContext one = retry.context();
    RetryContext other = retry.context();
    one.recordFailure(failure(1));
    one.pause();

    assertThat(one.currentAttempt()).isEqualTo(2);
    assertThat(other.currentAttempt()).isEqualTo(1);
    assertThat(other.failures()).isEmpty();
  }
}
