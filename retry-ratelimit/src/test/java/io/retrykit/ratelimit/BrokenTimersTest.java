package io.retrykit.ratelimit;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.guard.Admission;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Timers that take no wait, or give none back: no permit is lost, nobody waits for ever. SPEC 19.6, 19.8. */
class BrokenTimersTest {
  private final BrokenTime time = new BrokenTime();
  private final LateStore store = new LateStore();
  private final RateLimiter limiter = RateLimiter.builder(1, ofSeconds(1))
      .name("shared")
      .store(store)
      .timebase(time)
      .build();

  private CompletableFuture<@Nullable Void> acquire() {
    return limiter.acquireAsync(1, ofSeconds(5));
  }

  private void assertGivenBackOnce() {
    assertThat(store.told()).containsExactly("take 1 for shared", "give back lease for shared");
  }

  private static Admission grantedAfterASecond() {
    return Admission.grantedAfter("lease", ofSeconds(1).toNanos());
  }

  private static void assertRejected(CompletableFuture<?> waiting) {
    assertThat(waiting).isCompletedExceptionally();
    assertThatThrownBy(waiting::join).hasCauseInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void acquireAsync_noTimerForTheAnswer_failsAndGivesBackWhatComes() {
    time.takes = 0;
    assertRejected(acquire());
    store.answer.complete(Admission.granted("lease"));
    assertGivenBackOnce();
  }

  @Test
  void acquireAsync_noTimerForTheAnswerThatIsThere_failsAndGivesItBack() {
    store.answer.complete(Admission.granted("lease"));
    time.takes = 0;
    assertRejected(acquire());
    assertGivenBackOnce();
  }

  @Test
  void acquireAsync_noTimerForTheGrantedWait_failsAndGivesBack() {
    time.takes = 1;
    CompletableFuture<@Nullable Void> waiting = acquire();
    store.answer.complete(grantedAfterASecond());
    assertRejected(waiting);
    assertGivenBackOnce();
  }

  @Test
  void acquireAsync_noTimerForTheWaitOfALocalBucket_failsAndGivesBack() {
    RateLimiter local = RateLimiter.builder(1, ofSeconds(1)).timebase(time).build();
    assertThat(local.tryAcquire()).isTrue();
    time.takes = 0;
    assertRejected(local.acquireAsync(1, ofSeconds(5)));
    time.virtual.advance(ofSeconds(1));
    assertThat(local.availablePermits()).isOne();
  }

  @Test
  void acquireAsync_answerTimerThatCannotBeCancelled_isDoneAllTheSame() {
    time.keeps = true;
    CompletableFuture<@Nullable Void> waiting = acquire();
    store.answer.complete(Admission.granted("lease"));
    assertThat(waiting).isCompletedWithValue(null);
    time.virtual.advance(ofSeconds(5));
    assertThat(store.told()).hasSize(1);
  }

  @Test
  void cancel_inAWaitThatCannotBeCancelled_isGivenBackOnce() {
    time.keeps = true;
    CompletableFuture<@Nullable Void> waiting = acquire();
    store.answer.complete(grantedAfterASecond());
    assertThat(waiting.cancel(false)).isTrue();
    time.virtual.advance(ofSeconds(5));
    assertGivenBackOnce();
  }

  @Test
  void acquire_noTimerForTheAnswer_throwsAndGivesBackWhatComes() {
    time.takes = 0;
    assertThatThrownBy(limiter::acquire).isInstanceOf(RejectedExecutionException.class);
    store.answer.complete(Admission.granted("lease"));
    assertGivenBackOnce();
  }

  @Test
  void acquire_answerTimerThatCannotBeCancelled_keepsWhatWasGranted() throws Exception {
    time.keeps = true;
    store.answer.complete(Admission.granted("lease"));
    limiter.acquire();
    assertThat(store.told()).containsExactly("take 1 for shared");
  }

  @Test
  void acquireAsync_noClockWhenItAsks_failsAndGivesBackWhatComes() {
    time.readings = 0;
    CompletableFuture<@Nullable Void> waiting = acquire();
    store.answer.complete(Admission.granted("lease"));
    assertThat(waiting).isCompletedExceptionally();
    assertGivenBackOnce();
  }

  @Test
  void acquireAsync_noClockWhenTheAnswerComes_failsAndGivesItBack() {
    CompletableFuture<@Nullable Void> waiting = acquire();
    time.readings = 0;
    store.answer.complete(Admission.granted("lease"));
    assertThat(waiting).isCompletedExceptionally();
    assertGivenBackOnce();
  }

  @Test
  void acquire_noClockWhenTheAnswerComes_throwsAndGivesItBack() {
    store.answer.complete(Admission.granted("lease"));
    time.readings = 1;
    assertThatThrownBy(limiter::acquire).hasMessage("no clock");
    assertGivenBackOnce();
  }
}
