package io.retrykit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Background.Kind;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.guard.Admission;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Guards whose answer comes over a network: in time, late, never, or not at all. */
class PendingGuardTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Journal journal = new Journal();
  private final Journal.RecordingGuard a = journal.guard("a");
  private final Journal.RecordingGuard b = journal.guard("b");
  private final CompletableFuture<Admission> answer = new CompletableFuture<>();
  private final CountDownLatch asked = new CountDownLatch(1);

  PendingGuardTest() {
    b.answers(request -> {
      asked.countDown();
      return Admission.pending(answer);
    });
  }

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(2)
        .backoff(Backoff.none())
        .guard(a)
        .guard(b);
  }

  private static @Nullable Throwable endOf(RetryPolicyBuilder policy) {
    return catchThrowable(() -> Retry.with(policy.build()).call(() -> "v"));
  }

  /** SPEC 8.7: an answer that is there already. */
  @Test
  void answer_thereAlready_isUsed() {
    answer.complete(Admission.granted("b1"));
    assertThat(endOf(policy())).isNull();
    assertThat(journal.lines())
        .containsExactly("a admit 1", "b admit 1", "b succeeded b1", "a succeeded a1");
    assertThat(time.pendingTasks()).isZero();
  }

  /** SPEC 8.7: an answer may itself be a wait, within what is left. */
  @Test
  void answer_grantedAfterAWait_isWaitedFor() {
    answer.complete(Admission.grantedAfter("b1", ofSeconds(3).toNanos()));
    assertThat(endOf(policy().maxDuration(ofSeconds(9)))).isNull();
    assertThat(time.sleeps()).containsExactly(ofSeconds(3));
    assertThat(journal.lines()).contains("b succeeded b1");
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void answer_refused_isARefusal() {
    answer.complete(Admission.refused("empty", ofSeconds(3).toNanos()));
    assertThat(endOf(policy()))
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessage("attempt refused by b: empty, retry after PT3S");
    assertThat(journal.lines()).containsExactly("a admit 1", "b admit 1", "a released a1");
  }

  /** SPEC 8.5, SPEC 8.7. */
  @Test
  void answer_refusedAndWaitedFor_isAskedAgain() {
    answer.complete(Admission.refused("empty", ofSeconds(3).toNanos()));
    assertThat(endOf(policy().waitWhenRefused(true).maxDuration(ofSeconds(9)))).isNull();
    assertThat(journal.lines())
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "a released a1",
            "a admit 1",
            "b admit 1",
            "b succeeded b1",
            "a succeeded a2");
  }

  /** SPEC 8.3, SPEC 8.7. */
  @Test
  void answer_failure_isAGuardThatThrows() {
    IllegalStateException broken = new IllegalStateException("redis");
    answer.completeExceptionally(broken);
    assertThat(endOf(policy()))
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessage("attempt refused by b: the guard failed: " + broken)
        .cause()
        .isSameAs(broken);
    assertThat(journal.lines()).containsExactly("a admit 1", "b admit 1", "a released a1");
  }

  /** SPEC 8.3, SPEC 8.7: a stage that depends on another one wraps what that failed with. */
  @Test
  void answer_failureInAWrapper_isWhatTheGuardThrew() {
    IllegalStateException broken = new IllegalStateException("redis");
    answer.completeExceptionally(new CompletionException(broken));
    assertThat(endOf(policy()))
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessage("attempt refused by b: the guard failed: " + broken)
        .cause()
        .isSameAs(broken);
  }

  /** SPEC 8.3, SPEC 8.7. */
  @Test
  void answer_failureAndFailOpen_letsThroughUnguarded() {
    b.failsOpen();
    answer.completeExceptionally(new IllegalStateException("redis"));
    assertThat(endOf(policy())).isNull();
    assertThat(journal.lines()).containsExactly("a admit 1", "b admit 1", "a succeeded a1");
  }

  /** SPEC 8.3, SPEC 8.7: a stage that completes with nothing. */
  @Test
  @SuppressWarnings("NullAway")
  void answer_null_isAGuardThatThrows() {
    answer.complete(null);
    assertThat(endOf(policy()))
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessageContaining("the stage gave null");
  }

  /** An answer that is another question would let a guard put off a call for ever. */
  @Test
  void answer_pendingAgain_isARefusal() {
    answer.complete(Admission.pending(new CompletableFuture<>()));
    assertThat(endOf(policy()))
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessageContaining("its answer was another pending answer");
  }

  /** SPEC 8.7: the deadline passes while nobody answers. */
  @ParameterizedTest
  @EnumSource
  void answer_notWithinTheDeadline_isARefusalAndReleasedWhenItComes(Kind kind) throws Exception {
    Background<@Nullable Throwable> background =
        Background.start(kind, () -> endOf(policy().maxDuration(ofSeconds(9))));
    asked.await();
    while (time.pendingTasks() == 0) {
      Thread.onSpinWait(); // the deadline's task is scheduled right after the question
    }
    time.advance(ofSeconds(9));
    assertThat(background.end().result())
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessage("attempt refused by b: no answer in time");
    assertThat(journal.lines()).containsExactly("a admit 1", "b admit 1", "a released a1");
    answer.complete(Admission.granted("late"));
    assertThat(journal.lines()).last().isEqualTo("b released late");
  }

  /** SPEC 8.7: without a deadline, the wait ends with the longest time a server may ask for. */
  @Test
  void answer_neverAndNoDeadline_isARefusalAfterMaxServerDelay() throws Exception {
    Background<@Nullable Throwable> background =
        Background.start(Kind.PLATFORM, () -> endOf(policy().maxServerDelay(ofSeconds(5))));
    asked.await();
    while (time.pendingTasks() == 0) {
      Thread.onSpinWait();
    }
    time.advance(ofSeconds(5));
    assertThat(background.end().result())
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessage("attempt refused by b: no answer in time");
  }

  /** SPEC 8.3, SPEC 8.7: a stage that cannot be waited for. */
  @Test
  void answer_stageThatThrows_isAGuardThatThrows() {
    IllegalStateException broken = new IllegalStateException("stage");
    CompletableFuture<Admission> stage = new CompletableFuture<>() {
      @Override
      public <U> CompletableFuture<U> handle(
          BiFunction<? super Admission, Throwable, ? extends U> action) {
        throw broken;
      }
    };
    Retry retry = Retry.with(
        policy().guard(journal.guard("c").answers(Admission.pending(stage))).build());
    answer.complete(Admission.granted("b1"));
    assertThat(catchThrowable(() -> retry.call(() -> "v")))
        .isInstanceOf(AttemptRefusedException.class)
        .cause()
        .isSameAs(broken);
    assertThat(journal.lines())
        .containsExactly("a admit 1", "b admit 1", "c admit 1", "b released b1", "a released a1");
  }

  /** SPEC 8.7: late and no grant: nothing to give back. */
  @Test
  void answer_lateRefusalOrFailure_isForgotten() throws Exception {
    Background<@Nullable Throwable> background =
        Background.start(Kind.PLATFORM, () -> endOf(policy().maxDuration(ofSeconds(9))));
    asked.await();
    while (time.pendingTasks() == 0) {
      Thread.onSpinWait();
    }
    time.advance(ofSeconds(9));
    assertThat(background.end().result()).isInstanceOf(AttemptRefusedException.class);
    answer.complete(Admission.refused("no", Admission.UNKNOWN));
    assertThat(journal.lines()).containsExactly("a admit 1", "b admit 1", "a released a1");
  }

  /** SPEC 8.7: answered from another thread while the call waits. */
  @ParameterizedTest
  @EnumSource
  void answer_fromAnotherThread_letsTheCallGoOn(Kind kind) throws Exception {
    Background<@Nullable Throwable> background = Background.start(kind, () -> endOf(policy()));
    asked.await();
    answer.complete(Admission.granted("b1"));
    assertThat(background.end().result()).isNull();
    assertThat(journal.lines())
        .containsExactly("a admit 1", "b admit 1", "b succeeded b1", "a succeeded a1");
  }

  /** SPEC 5.2, SPEC 8.7: interrupted while it waits; a grant that comes afterwards goes back. */
  @ParameterizedTest
  @EnumSource
  void answer_interruptedWhileWaiting_isReleasedWhenItComes(Kind kind) throws Exception {
    Background<@Nullable Throwable> background =
        Background.start(kind, () -> endOf(policy().maxDuration(ofSeconds(9))));
    asked.await();
    background.thread().interrupt();
    Background.End<@Nullable Throwable> end = background.end();
    assertThat(end.result()).isInstanceOf(CancellationException.class);
    assertThat(end.interrupted()).isTrue();
    assertThat(journal.lines()).containsExactly("a admit 1", "b admit 1", "a released a1");
    answer.complete(Admission.granted("late"));
    assertThat(journal.lines()).last().isEqualTo("b released late");
    assertThat(time.pendingTasks()).isZero();
  }

  /** SPEC 8.7: whoever wins the race between answer and interrupt, the lease comes to exactly one end. */
  @Test
  void answer_racesWithAnInterrupt_leaseComesToOneEnd() throws Exception {
    for (int i = 0; i < 300; i++) {
      Journal own = new Journal();
      CompletableFuture<Admission> pending = new CompletableFuture<>();
      CountDownLatch question = new CountDownLatch(1);
      Journal.RecordingGuard guard = own.guard("g").answers(request -> {
        question.countDown();
        return Admission.pending(pending);
      });
      Retry retry = Retry.with(RetryPolicy.builder()
          .discovery(false)
          .timebase(time)
          .maxDuration(ofMillis(1))
          .maxAttempts(1)
          .guard(guard)
          .build());
      Background<@Nullable Throwable> background =
          Background.start(Kind.PLATFORM, () -> catchThrowable(() -> retry.call(() -> "v")));
      question.await();
      Background<Boolean> answering =
          Background.start(Kind.PLATFORM, () -> pending.complete(Admission.granted("lease")));
      Background<Boolean> timingOut = Background.start(Kind.PLATFORM, () -> {
        time.advance(ofMillis(2));
        return true;
      });
      background.thread().interrupt();
      assertThat(answering.end().result()).isTrue();
      assertThat(timingOut.end().result()).isTrue();
      assertThat(background.end().result())
          .satisfiesAnyOf(
              end -> assertThat(end).isNull(),
              end -> assertThat(end).isInstanceOf(CancellationException.class),
              end -> assertThat(end).isInstanceOf(AttemptRefusedException.class));
      assertThat(own.lines()).hasSize(2);
      assertThat(own.lines().get(1)).isIn("g succeeded lease", "g released lease");
    }
  }
}
