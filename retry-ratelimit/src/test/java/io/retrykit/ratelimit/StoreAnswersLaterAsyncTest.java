package io.retrykit.ratelimit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A limiter whose permits are kept elsewhere, asked without a thread, and by the engine. SPEC 19.8. */
class StoreAnswersLaterAsyncTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final LateStore store = new LateStore();
  private final RateLimiter limiter = RateLimiter.builder(1, ofSeconds(1))
      .name("shared")
      .store(store)
      .timebase(time)
      .build();

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private CompletableFuture<@Nullable Void> acquire() {
    return limiter.acquireAsync(1, ofSeconds(5));
  }

  private void assertGivenBackOnce(String key) {
    assertThat(store.told()).containsExactly("take 1 for " + key, "give back lease for " + key);
  }

  private static Admission grantedAfterASecond() {
    return Admission.grantedAfter("lease", ofSeconds(1).toNanos());
  }

  @Test
  void acquireAsync_grantedLater_isDoneThen() {
    CompletableFuture<@Nullable Void> waiting = acquire();
    assertThat(waiting).isNotDone();
    store.answer.complete(Admission.granted("lease"));
    assertThat(waiting).isCompletedWithValue(null);
    assertThat(time.pendingTasks()).isZero();
    assertThat(store.told()).hasSize(1);
  }

  @Test
  void acquireAsync_grantedLaterAfterAWait_isDoneWhenThatIsOver() {
    CompletableFuture<@Nullable Void> waiting = acquire();
    time.advance(ofSeconds(4));
    store.answer.complete(grantedAfterASecond());
    time.advance(ofMillis(999));
    assertThat(waiting).isNotDone();
    time.advance(ofMillis(1));
    assertThat(waiting).isCompletedWithValue(null);
    assertThat(store.told()).hasSize(1);
  }

  /** SPEC 19.3, 19.8. */
  @Test
  void acquireAsync_grantedLaterAfterTooLongAWait_isRefusedAndGivenBack() {
    CompletableFuture<@Nullable Void> waiting = acquire();
    time.advance(ofMillis(4_001));
    store.answer.complete(grantedAfterASecond());
    assertThatThrownBy(waiting::join)
        .hasRootCauseMessage(
            "attempt refused by shared: its wait of 1s is too long, retry after PT1S");
    assertGivenBackOnce("shared");
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void acquireAsync_refusedLater_isRefused() {
    CompletableFuture<@Nullable Void> waiting = acquire();
    store.answer.complete(Admission.refused("empty", Admission.UNKNOWN));
    assertThatThrownBy(waiting::join)
        .hasCauseInstanceOf(AttemptRefusedException.class)
        .hasRootCauseMessage("attempt refused by shared: empty");
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void acquireAsync_storeFails_isRefused() {
    CompletableFuture<@Nullable Void> waiting = acquire();
    IOException broken = new IOException("redis");
    store.answer.completeExceptionally(broken);
    assertThatThrownBy(waiting::join)
        .cause()
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessage("attempt refused by shared: the store failed: " + broken)
        .cause()
        .isSameAs(broken);
  }

  /** SPEC 19.8. */
  @Test
  void acquireAsync_noAnswerInTime_isRefusedAndGivenBackWhenItComes() {
    CompletableFuture<@Nullable Void> waiting = acquire();
    time.advance(ofSeconds(5));
    assertThatThrownBy(waiting::join)
        .hasRootCauseMessage("attempt refused by shared: no answer in time");
    store.answer.complete(grantedAfterASecond());
    assertGivenBackOnce("shared");
    assertThat(time.pendingTasks()).isZero();
  }

  /** SPEC 19.8. */
  @Test
  void cancel_whilePending_isGivenBackWhenItComes() {
    assertThat(acquire().cancel(false)).isTrue();
    assertThat(time.pendingTasks()).isZero();
    store.answer.complete(Admission.granted("lease"));
    assertGivenBackOnce("shared");
  }

  /** SPEC 19.6, 19.8. */
  @Test
  void cancel_inTheGrantedWait_isGivenBack() {
    CompletableFuture<@Nullable Void> waiting = acquire();
    store.answer.complete(grantedAfterASecond());
    assertThat(waiting.cancel(false)).isTrue();
    assertGivenBackOnce("shared");
    assertThat(time.pendingTasks()).isZero();
  }

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(2)
        .backoff(Backoff.none())
        .maxDuration(ofSeconds(9))
        .guard(limiter);
  }

  @Test
  void call_grantedLaterAfterAWait_waitsAndKeepsIt() throws Exception {
    store.answer.complete(grantedAfterASecond());
    assertThat(Retry.with(policy().build()).forKey("tenant").call(() -> "v")).isEqualTo("v");
    assertThat(time.sleeps()).containsExactly(ofSeconds(1));
    assertThat(store.told()).containsExactly("take 1 for tenant");
  }

  @Test
  void call_refusedLater_isRefused() {
    store.answer.complete(Admission.refused("empty", ofSeconds(3).toNanos()));
    assertThatThrownBy(() -> Retry.with(policy().build()).call(() -> "v"))
        .hasMessage("attempt refused by shared: empty, retry after PT3S");
  }

  @Test
  void call_storeFails_isRefusedWithItsFailure() {
    IOException broken = new IOException("redis");
    store.answer.completeExceptionally(broken);
    assertThatThrownBy(() -> Retry.with(policy().build()).call(() -> "v"))
        .hasMessage("attempt refused by shared: the guard failed: " + broken)
        .cause()
        .isSameAs(broken);
  }

  @Test
  @SuppressWarnings("NullAway")
  void call_storeAnswersNothing_isRefused() {
    store.answer.complete(null);
    assertThatThrownBy(() -> Retry.with(policy().build()).call(() -> "v"))
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessageContaining("the stage gave null");
  }

  /** SPEC 19.6: under the key it was taken by, not the limiter's name. */
  @Test
  void call_laterGuardRefuses_isGivenBackUnderItsKey() {
    store.answer.complete(Admission.granted("lease"));
    Guard closed = new Guard() {
      @Override
      public String name() {
        return "closed";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return Admission.refused("closed", Admission.UNKNOWN);
      }
    };
    Retry retry = Retry.with(policy().guard(closed).build()).forKey("tenant");
    assertThatThrownBy(() -> retry.call(() -> "v")).isInstanceOf(AttemptRefusedException.class);
    assertGivenBackOnce("tenant");
  }

  /** SPEC 19.8: the call was interrupted while nobody answered. */
  @Test
  void call_interruptedWhilePending_isGivenBackWhenItComes() throws Exception {
    Elsewhere<Object> waiting = Elsewhere.start(() -> {
      try {
        return Retry.with(policy().build()).forKey("tenant").call(() -> "v");
      } catch (CancellationException cancelled) {
        return cancelled;
      }
    });
    store.awaitQuestion();
    waiting.interrupt();
    assertThat(waiting.result()).isInstanceOf(CancellationException.class);
    store.answer.complete(Admission.granted("lease"));
    assertGivenBackOnce("tenant");
  }

  /** SPEC 19.8: its time is over before anybody answers. */
  @Test
  void call_noAnswerInTime_isRefusedAndGivenBackWhenItComes() throws Exception {
    Elsewhere<Object> waiting = Elsewhere.start(() -> {
      try {
        return Retry.with(policy().build()).forKey("tenant").call(() -> "v");
      } catch (AttemptRefusedException refused) {
        return refused.reason();
      }
    });
    store.awaitQuestion();
    while (time.pendingTasks() == 0) {
      Thread.onSpinWait(); // the deadline's task is scheduled right after the question
    }
    time.advance(ofSeconds(9));
    assertThat(waiting.result()).isEqualTo("no answer in time");
    store.answer.complete(grantedAfterASecond());
    assertGivenBackOnce("tenant");
  }
}
