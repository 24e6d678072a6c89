package io.retrykit.ratelimit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.guard.Admission;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A limiter whose permits are kept elsewhere, asked on the calling thread. SPEC 19.8. */
class StoreAnswersLaterTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final VirtualTimebase manual = VirtualTimebase.manual();
  private final LateStore store = new LateStore();
  private final RateLimiter limiter = on(time);

  private RateLimiter on(VirtualTimebase timebase) {
    return RateLimiter.builder(1, ofSeconds(1))
        .name("shared")
        .store(store)
        .timebase(timebase)
        .build();
  }

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private static Admission grantedAfter(Duration wait) {
    return Admission.grantedAfter("lease", wait.toNanos());
  }

  private void assertGivenBackOnce() {
    assertThat(store.told()).containsExactly("take 1 for shared", "give back lease for shared");
  }

  private void assertKept() {
    assertThat(store.told()).containsExactly("take 1 for shared");
  }

  @Test
  void permits_keptElsewhere_areNotSeen() {
    assertThat(limiter.availablePermits()).isEqualTo(-1);
    assertThat(store.told()).isEmpty();
  }

  @Test
  void acquire_grantedAlready_goesOn() throws InterruptedException {
    store.answer.complete(Admission.granted("lease"));
    limiter.acquire();
    assertKept();
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void acquire_grantedAfterAWait_waits() throws InterruptedException {
    store.answer.complete(grantedAfter(ofMillis(700)));
    assertThat(limiter.tryAcquire(1, ofSeconds(1))).isTrue();
    assertThat(time.sleeps()).containsExactly(ofMillis(700));
    assertKept();
  }

  @Test
  void acquire_grantedFromAnotherThread_goesOn() throws Exception {
    Elsewhere<Object> waiting = Elsewhere.acquiring(limiter);
    store.awaitQuestion();
    store.answer.complete(Admission.granted("lease"));
    assertThat(waiting.result()).isEqualTo("granted");
    assertKept();
  }

  @Test
  void acquire_refused_isRefused() throws InterruptedException {
    store.answer.complete(Admission.refused("empty", ofSeconds(3).toNanos()));
    assertThatThrownBy(limiter::acquire)
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessage("attempt refused by shared: empty, retry after PT3S");
    assertThat(limiter.tryAcquire(1, ofSeconds(1))).isFalse();
    assertThat(store.told()).doesNotContain("give back null for shared");
  }

  /** The store's failure is the cause, whatever the stage has wrapped around it. */
  @Test
  void acquire_storeFails_isRefused() throws InterruptedException {
    IOException broken = new IOException("redis");
    store.answer.completeExceptionally(new CompletionException(broken));
    assertThatThrownBy(limiter::acquire)
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessage("attempt refused by shared: the store failed: " + broken)
        .cause()
        .isSameAs(broken);
    assertThat(limiter.tryAcquire(1, ofSeconds(1))).isFalse();
  }

  /** As a client hands on the failure of another one's future. */
  @Test
  void acquire_storeFails_inSeveralWrappers_isRefused() {
    IOException broken = new IOException("redis");
    store.answer.completeExceptionally(new CompletionException(new ExecutionException(broken)));
    assertThatThrownBy(limiter::acquire)
        .hasMessage("attempt refused by shared: the store failed: " + broken)
        .cause()
        .isSameAs(broken);
  }

  @Test
  @SuppressWarnings("NullAway")
  void acquire_storeAnswersNothing_isRefused() {
    store.answer.complete(null);
    assertThatThrownBy(limiter::acquire)
        .hasMessage("attempt refused by shared: the store failed: its answer was null");
  }

  @Test
  void acquire_storeAnswersPendingAgain_isRefused() {
    store.answer.complete(Admission.pending(new LateStore().answer));
    assertThatThrownBy(limiter::acquire)
        .hasMessage("attempt refused by shared: the store failed: its answer was pending");
  }

  @Test
  void acquire_storeCancelsItsAnswer_isRefused() {
    store.answer.cancel(false);
    assertThatThrownBy(limiter::acquire)
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessageContaining("the store failed");
  }

  /** SPEC 19.8: nobody waits any more when the grant comes. */
  @Test
  void tryAcquire_noAnswerWithinThePatience_isFalseAndGivenBackWhenItComes() throws Exception {
    RateLimiter patient = on(manual);
    Elsewhere<Boolean> waiting = Elsewhere.start(() -> patient.tryAcquire(1, ofSeconds(5)));
    store.awaitQuestion();
    while (manual.pendingTasks() == 0) {
      Thread.onSpinWait(); // the patience's task is scheduled right after the question
    }
    manual.advance(ofSeconds(5));
    assertThat(waiting.result()).isFalse();
    assertKept();
    store.answer.complete(Admission.granted("lease"));
    assertGivenBackOnce();
  }

  /** SPEC 19.3: the time the answer took counts as well. */
  @Test
  void tryAcquire_lateAnswerWithAWait_isGivenBackIfBothAreTooLong() throws Exception {
    RateLimiter patient = on(manual);
    Elsewhere<Boolean> waiting = Elsewhere.start(() -> patient.tryAcquire(1, ofSeconds(5)));
    store.awaitQuestion();
    while (manual.pendingTasks() == 0) {
      Thread.onSpinWait();
    }
    manual.advance(ofSeconds(4));
    store.answer.complete(grantedAfter(ofSeconds(2)));
    assertThat(waiting.result()).isFalse();
    assertGivenBackOnce();
    assertThat(manual.sleeps()).isEmpty();
    assertThat(manual.pendingTasks()).isZero();
  }

  /** SPEC 19.6, 19.8. */
  @Test
  void acquire_interruptedWhilePending_isGivenBackWhenItComes() throws Exception {
    Elsewhere<Object> waiting = Elsewhere.acquiring(limiter);
    store.awaitQuestion();
    waiting.interrupt();
    assertThat(waiting.result()).isInstanceOf(InterruptedException.class);
    assertKept();
    store.answer.complete(Admission.granted("lease"));
    assertGivenBackOnce();
    assertThat(time.pendingTasks()).isZero();
  }

  /** SPEC 19.8: a refusal, or a failure, holds nothing that could be given back. */
  @Test
  void acquire_interruptedAndThenRefused_givesNothingBack() throws Exception {
    Elsewhere<Object> waiting = Elsewhere.acquiring(limiter);
    store.awaitQuestion();
    waiting.interrupt();
    assertThat(waiting.result()).isInstanceOf(InterruptedException.class);
    store.answer.complete(Admission.refused("no", Admission.UNKNOWN, "detail"));
    assertKept();
  }

  /** SPEC 19.6: interrupted in the wait that the answer asked for. */
  @Test
  void acquire_interruptedInTheGrantedWait_isGivenBack() {
    store.answer.complete(grantedAfter(ofSeconds(1)));
    Thread self = Thread.currentThread();
    time.schedule(ofMillis(10).toNanos(), self::interrupt);
    assertThat(catchThrowable(limiter::acquire)).isInstanceOf(InterruptedException.class);
    assertGivenBackOnce();
  }

  /** SPEC 19.6, 19.8: whoever is faster, answer or interrupt, permits are either had or given back. */
  @Test
  void acquire_answerRacesWithAnInterrupt_isHadOrGivenBack() throws Exception {
    for (int i = 0; i < 300; i++) {
      LateStore own = new LateStore();
      RateLimiter racing =
          RateLimiter.builder(1, ofSeconds(1)).store(own).timebase(time).build();
      Elsewhere<Object> waiting = Elsewhere.acquiring(racing);
      own.awaitQuestion();
      Elsewhere<Boolean> answering =
          Elsewhere.start(() -> own.answer.complete(Admission.granted("lease")));
      waiting.interrupt();
      assertThat(answering.result()).isTrue();
      @Nullable Object end = waiting.result();
      assertThat(own.told()).hasSize("granted".equals(end) ? 1 : 2);
    }
  }

  /** SPEC 19.8: who does not wait at all takes an answer that is there. */
  @Test
  void tryAcquire_answerThereAlready_isUsed() {
    store.answer.complete(Admission.granted("lease"));
    assertThat(limiter.tryAcquire()).isTrue();
    assertKept();
  }

  /** SPEC 19.8. */
  @Test
  void tryAcquire_answerNotThere_isFalseAndGivenBackWhenItComes() {
    assertThat(limiter.tryAcquire()).isFalse();
    assertKept();
    store.answer.complete(Admission.granted("lease"));
    assertGivenBackOnce();
  }

  /** A store that has not heard of the patience. */
  @Test
  void tryAcquire_grantedAfterAWait_isFalseAndGivenBack() {
    store.answer.complete(grantedAfter(ofSeconds(1)));
    assertThat(limiter.tryAcquire()).isFalse();
    assertGivenBackOnce();
  }
}
