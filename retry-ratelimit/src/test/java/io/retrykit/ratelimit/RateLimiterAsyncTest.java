package io.retrykit.ratelimit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.time.VirtualTimebase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting for permits without a thread. */
class RateLimiterAsyncTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final RateLimiter limiter =
      RateLimiter.builder(10, ofSeconds(1)).burst(2).timebase(time).build();

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private CompletableFuture<@Nullable Void> acquire() {
    return limiter.acquireAsync(1, ofSeconds(1));
  }

  @Test
  void acquireAsync_permitsAtHand_isDoneAtOnce() {
    assertThat(limiter.acquireAsync(2, ofSeconds(0))).isCompletedWithValue(null);
    assertThat(time.pendingTasks()).isZero();
  }

  /** SPEC 19.5. */
  @Test
  void acquireAsync_none_isDoneWhenTheyCome() {
    limiter.tryAcquire(2);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int number = i;
      CompletableFuture<?> unused = acquire().thenRun(() -> order.add(number));
    }
    time.advance(ofMillis(99));
    assertThat(order).isEmpty();
    time.advance(ofMillis(1));
    assertThat(order).containsExactly(0);
    time.advance(ofMillis(200));
    assertThat(order).containsExactly(0, 1, 2);
    assertThat(time.pendingTasks()).isZero();
  }

  /** SPEC 19.3. */
  @Test
  void acquireAsync_longerThanAllowed_isRefused() {
    limiter.tryAcquire(2);
    CompletableFuture<@Nullable Void> refused = limiter.acquireAsync(2, ofMillis(199));
    assertThatThrownBy(refused::join)
        .cause()
        .hasMessage(
            "attempt refused by rate-limiter: no 2 permits for another 200ms, retry after PT0.2S")
        .asInstanceOf(InstanceOfAssertFactories.type(AttemptRefusedException.class))
        .satisfies(why -> assertThat(why.retryAfter()).contains(ofMillis(200)));
    assertThat(limiter.acquireAsync(2, ofMillis(200))).isNotDone();
  }

  /** SPEC 19.5, 19.6. */
  @Test
  void cancel_whileWaiting_leavesThePlaceToTheNext() {
    limiter.tryAcquire(2);
    CompletableFuture<@Nullable Void> first = acquire();
    CompletableFuture<@Nullable Void> second = acquire();
    assertThat(first.cancel(false)).isTrue();
    CompletableFuture<@Nullable Void> third = acquire();
    time.advance(ofMillis(100));
    assertThat(third).isDone();
    assertThat(second).isNotDone();
    time.advance(ofMillis(100));
    assertThat(second).isDone();
    assertThat(time.pendingTasks()).isZero();
  }

  /** SPEC 19.6: whoever ends it, it has ended. */
  @Test
  void completeExceptionally_whileWaiting_givesBack() {
    limiter.tryAcquire(2);
    assertThat(acquire().completeExceptionally(new TimeoutException())).isTrue();
    assertThat(time.pendingTasks()).isZero();
    time.advance(ofMillis(200));
    assertThat(limiter.tryAcquire(2)).isTrue();
  }

  /** SPEC 19.6: what was granted is the caller's. */
  @Test
  void cancel_afterTheGrant_changesNothing() {
    CompletableFuture<@Nullable Void> granted = acquire();
    assertThat(granted.cancel(false)).isFalse();
    assertThat(limiter.availablePermits()).isEqualTo(1);
  }

  /** SPEC 19.6: given back once. */
  @Test
  void cancel_twice_givesBackOnce() {
    limiter.tryAcquire(2);
    CompletableFuture<@Nullable Void> waiting = acquire();
    waiting.cancel(false);
    waiting.cancel(true);
    time.advance(ofMillis(100));
    assertThat(limiter.availablePermits()).isEqualTo(1);
  }

  @Test
  void acquireAsync_interruptedThread_doesNotCare() {
    Thread.currentThread().interrupt();
    assertThat(acquire()).isCompletedWithValue(null);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }
}
