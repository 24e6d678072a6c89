package io.retrykit.ratelimit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting for permits on the calling thread: for how long, in which order, and what becomes of them if it ends early. */
class RateLimiterWaitTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final VirtualTimebase manual = VirtualTimebase.manual();

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private RateLimiterBuilder tenPerSecond() {
    return RateLimiter.builder(10, ofSeconds(1)).timebase(time);
  }

  /** One permit a second, the first taken. */
  private RateLimiter emptyOnManualTime() {
    RateLimiter limiter = RateLimiter.builder(1, ofSeconds(1)).timebase(manual).build();
    assertThat(limiter.tryAcquire()).isTrue();
    return limiter;
  }

  @Test
  void acquire_permitsAtHand_doesNotWait() throws InterruptedException {
    RateLimiter limiter = tenPerSecond().build();
    limiter.acquire();
    limiter.acquire(9);
    assertThat(time.sleeps()).isEmpty();
    assertThat(limiter.availablePermits()).isZero();
  }

  /** SPEC 19.1, to the nanosecond. */
  @Test
  void acquire_anEmptyBucket_waitsAsLongAsThePermitsTake() throws InterruptedException {
    RateLimiter limiter = tenPerSecond().burst(4).build();
    limiter.acquire(4);
    limiter.acquire();
    limiter.acquire(3);
    assertThat(time.sleeps()).containsExactly(ofMillis(100), ofMillis(300));
    assertThat(limiter.tryAcquire(2, ofMillis(199))).isFalse();
    assertThat(limiter.tryAcquire(2, ofMillis(200))).isTrue();
    assertThat(time.elapsed()).isEqualTo(ofMillis(600));
  }

  /** SPEC 19.3: refused with when to come back, and nothing taken. */
  @Test
  void acquire_longerThanTheLongestWait_isRefusedAndTakesNothing() throws InterruptedException {
    RateLimiter limiter = tenPerSecond().name("search").maxWait(ofMillis(250)).build();
    limiter.acquire(10);
    assertThatThrownBy(() -> limiter.acquire(3))
        .hasMessage("attempt refused by search: no 3 permits for another 300ms, retry after PT0.3S")
        .hasNoCause()
        .asInstanceOf(InstanceOfAssertFactories.type(AttemptRefusedException.class))
        .satisfies(refused -> assertThat(refused.guard()).isEqualTo("search"))
        .satisfies(
            refused -> assertThat(refused.reason()).isEqualTo("no 3 permits for another 300ms"))
        .satisfies(refused -> assertThat(refused.retryAfter()).contains(ofMillis(300)));
    assertThat(time.sleeps()).isEmpty();
    time.advance(ofMillis(300));
    assertThat(limiter.tryAcquire(3)).isTrue();
  }

  /** SPEC 19.3. */
  @Test
  void acquire_moreThanTheBurst_isRefusedForGood() {
    assertThatThrownBy(() -> tenPerSecond().build().acquire(11))
        .hasMessage(
            "attempt refused by rate-limiter: needs 11 permits at once, more than the burst of 10")
        .asInstanceOf(InstanceOfAssertFactories.type(AttemptRefusedException.class))
        .satisfies(refused -> assertThat(refused.retryAfter()).isEmpty());
  }

  /** SPEC 19.3: nobody waits, what is at hand is given. */
  @Test
  void maxWait_zero_neverWaits() throws InterruptedException {
    RateLimiter limiter = tenPerSecond().maxWait(Duration.ZERO).build();
    limiter.acquire(10);
    assertThatThrownBy(limiter::acquire)
        .hasMessage(
            "attempt refused by rate-limiter: no permit for another 100ms, retry after PT0.1S");
    assertThat(limiter.tryAcquire(1, ofSeconds(60))).isFalse();
    time.advance(ofMillis(100));
    assertThat(limiter.tryAcquire(1, Duration.ZERO)).isTrue();
    assertThat(time.sleeps()).isEmpty();
  }

  /** SPEC 19.3: a wait as long as what is left of the call leaves no time for the attempt. */
  @Test
  void admit_waitAsLongAsWhatIsLeft_isRefusedAndTakesNothing() {
    RateLimiter limiter = tenPerSecond().build();
    limiter.tryAcquire(10);
    Admission refused = limiter.admit(oneWithin(ofMillis(100)));
    assertThat(refused.isGranted()).isFalse();
    assertThat(refused.retryAfterNanos()).isEqualTo(ofMillis(100).toNanos());
    Admission granted = limiter.admit(oneWithin(ofMillis(100).plusNanos(1)));
    assertThat(granted.isGranted()).isTrue();
    assertThat(ofNanos(granted.waitNanos())).isEqualTo(ofMillis(100));
    time.advance(ofMillis(200));
    assertThat(limiter.admit(oneWithin(Duration.ZERO)).isGranted()).isTrue();
  }

  private static AdmissionRequest oneWithin(Duration remaining) {
    return AdmissionRequest.first("key", 1, remaining.toNanos());
  }

  /** SPEC 19.6: also where permits are at hand, as with every blocking method of the JDK. */
  @Test
  void acquire_interruptedBefore_takesNothing() {
    RateLimiter limiter = tenPerSecond().build();
    Thread.currentThread().interrupt();
    assertThatThrownBy(limiter::acquire)
        .isInstanceOf(InterruptedException.class)
        .hasMessage("interrupted before permits were taken");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> limiter.tryAcquire(1, ofSeconds(1)))
        .isInstanceOf(InterruptedException.class);
    assertThat(limiter.availablePermits()).isEqualTo(10);
  }

  @Test
  void tryAcquire_interrupted_doesNotCare() {
    RateLimiter limiter = tenPerSecond().build();
    Thread.currentThread().interrupt();
    assertThat(limiter.tryAcquire()).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  /** SPEC 19.6. */
  @Test
  void acquire_interruptedWhileItWaits_givesThePermitsBack() throws Exception {
    RateLimiter limiter = emptyOnManualTime();
    Elsewhere<Object> waiting = Elsewhere.acquiring(limiter);
    manual.awaitSleepers(1);
    assertThat(limiter.tryAcquire(1, ofMillis(1_999))).isFalse();
    waiting.interrupt();
    assertThat(waiting.result()).isInstanceOf(InterruptedException.class);
    manual.advance(ofSeconds(1));
    assertThat(limiter.tryAcquire()).isTrue();
  }

  /** SPEC 19.6: what was interrupted is not taken, whatever the time it ends at. */
  @Test
  void acquire_interruptedByATaskOnTheWay_givesThePermitsBack() throws InterruptedException {
    RateLimiter limiter = tenPerSecond().burst(1).build();
    limiter.acquire();
    Thread self = Thread.currentThread();
    time.schedule(ofMillis(40).toNanos(), self::interrupt);
    assertThatThrownBy(limiter::acquire).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    limiter.acquire();
    assertThat(time.elapsed()).isEqualTo(ofMillis(100));
  }

  /** SPEC 19.5: threads go on in the order they came. */
  @Test
  void acquire_severalThreads_goOnInTheOrderTheyCame() throws Exception {
    RateLimiter limiter = emptyOnManualTime();
    Elsewhere<Object> first = Elsewhere.acquiring(limiter);
    manual.awaitSleepers(1);
    Elsewhere<Object> second = Elsewhere.acquiring(limiter);
    manual.awaitSleepers(2);
    manual.advance(ofSeconds(1));
    assertThat(first.result()).isEqualTo("granted");
    manual.awaitSleepers(1);
    manual.advance(ofSeconds(1));
    assertThat(second.result()).isEqualTo("granted");
    assertThat(manual.sleeps()).containsExactly(ofSeconds(1), ofSeconds(2));
  }
}
