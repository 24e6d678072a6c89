package io.retrykit.ratelimit;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.Nanos;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a limiter is made of, and what it answers without waiting. */
class RateLimiterTest {
  private final VirtualTimebase time = VirtualTimebase.create();

  private RateLimiterBuilder tenPerSecond() {
    return RateLimiter.builder(10, ofSeconds(1)).timebase(time);
  }

  private static AdmissionRequest cost(long cost) {
    return AdmissionRequest.first("key", cost, Nanos.FOREVER);
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void of_namedArguments_holdsOnePeriodsPermits() {
    RateLimiter limiter = RateLimiter.of(10, ofSeconds(1));
    assertThat(limiter.name()).isEqualTo("rate-limiter");
    assertThat(limiter).hasToString("RateLimiter rate-limiter");
    assertThat(limiter.availablePermits()).isEqualTo(10);
    assertThat(tenPerSecond().name("search").build()).hasToString("RateLimiter search");
  }

  /** SPEC 2.9. */
  @Test
  void builder_badRate_isRefusedAtOnce() {
    assertRefused(() -> RateLimiter.of(0, ofSeconds(1)), "permits must be 1 or more, was 0");
    assertRefused(() -> RateLimiter.builder(-3, ofSeconds(1)), "permits must be 1 or more, was -3");
    assertRefused(() -> RateLimiter.of(1, Duration.ZERO), "per must be more than zero, was PT0S");
    assertRefused(() -> RateLimiter.of(1, ofSeconds(-1)), "per must be zero or more, was PT-1S");
    assertRefused(
        () -> RateLimiter.of(1, ofSeconds(Long.MAX_VALUE)),
        "per must leave less than a year to each permit, was PT2562047788015215H30M7S for 1");
  }

  /** SPEC 2.9. */
  @Test
  @SuppressWarnings("NullAway")
  void builder_badSetting_isRefusedWhereItIsGiven() {
    RateLimiterBuilder builder = tenPerSecond();
    assertRefused(() -> RateLimiter.of(1, null), "per must be zero or more, was null");
    assertRefused(() -> builder.burst(0), "burst must be 1 or more, was 0");
    assertRefused(
        () -> builder.maxWait(ofMillis(-1)), "maxWait must be zero or more, was PT-0.001S");
    assertRefused(() -> builder.maxWait(null), "maxWait must be zero or more, was null");
    assertThatNullPointerException().isThrownBy(() -> builder.name(null)).withMessage("name");
    assertThatNullPointerException().isThrownBy(() -> builder.weight(null)).withMessage("weight");
    assertThatNullPointerException().isThrownBy(() -> builder.store(null)).withMessage("store");
    assertThatNullPointerException()
        .isThrownBy(() -> builder.timebase(null))
        .withMessage("timebase");
    assertThat(builder.build().availablePermits()).isEqualTo(10);
  }

  /** SPEC 2.9: contradictions between two settings. */
  @Test
  void build_settingsThatDoNotGoTogether_isRefused() {
    assertRefused(
        () -> tenPerSecond().burst(1).prepaid(true).build(),
        "burst must be 2 or more to be prepaid, was 1");
    assertRefused(
        () -> RateLimiter.builder(1, ofDays(365)).burst(1_000).build(),
        "burst must fill up within a year or so at this rate, was 1000");
  }

  @Test
  void tryAcquire_aFullBucket_givesOneBurstAndThenTheRate() {
    RateLimiter limiter = tenPerSecond().burst(3).build();
    assertThat(limiter.tryAcquire()).isTrue();
    assertThat(limiter.tryAcquire(2)).isTrue();
    assertThat(limiter.tryAcquire()).isFalse();
    time.advance(ofMillis(100).minusNanos(1));
    assertThat(limiter.tryAcquire()).isFalse();
    time.advance(ofNanos(1));
    assertThat(limiter.availablePermits()).isEqualTo(1);
    assertThat(limiter.tryAcquire()).isTrue();
    time.advance(ofDays(1_000));
    assertThat(limiter.availablePermits()).isEqualTo(3);
  }

  @Test
  void tryAcquire_moreThanIsThere_takesNothing() {
    RateLimiter limiter = tenPerSecond().build();
    assertThat(limiter.tryAcquire(7)).isTrue();
    assertThat(limiter.tryAcquire(4)).isFalse();
    assertThat(limiter.availablePermits()).isEqualTo(3);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void acquire_noPermitsAskedFor_isRefused() {
    RateLimiter limiter = tenPerSecond().build();
    String message = "permits must be 1 or more, was 0";
    assertRefused(() -> limiter.tryAcquire(0), message);
    assertRefused(() -> limiter.tryAcquire(0, ofSeconds(1)), message);
    assertRefused(() -> limiter.acquire(0), message);
    assertRefused(() -> limiter.acquireAsync(0, ofSeconds(1)), message);
    assertRefused(() -> limiter.tryAcquire(-1), "permits must be 1 or more, was -1");
    assertRefused(
        () -> limiter.tryAcquire(1, ofSeconds(-1)), "maxWait must be zero or more, was PT-1S");
    assertRefused(
        () -> limiter.acquireAsync(1, ofSeconds(-1)), "maxWait must be zero or more, was PT-1S");
    assertThat(limiter.availablePermits()).isEqualTo(10);
  }

  @Test
  void admit_noWeight_takesTheCostOfTheRequest() {
    RateLimiter limiter = tenPerSecond().build();
    assertThat(limiter.admit(cost(4)).isGranted()).isTrue();
    assertThat(limiter.availablePermits()).isEqualTo(6);
  }

  @Test
  void admit_weight_takesWhatItSays() {
    RateLimiter calls = tenPerSecond().weight(request -> 1).build();
    calls.admit(cost(4_000));
    assertThat(calls.availablePermits()).isEqualTo(9);
    RateLimiter thousands =
        tenPerSecond().weight(request -> request.cost() / 1_000).build();
    thousands.admit(cost(4_000));
    assertThat(thousands.availablePermits()).isEqualTo(6);
  }

  @Test
  void admit_weightZero_isGrantedWithNothingTaken() {
    RateLimiter limiter = tenPerSecond().build();
    limiter.tryAcquire(10);
    Admission free = limiter.admit(cost(0));
    assertThat(free.isGranted()).isTrue();
    assertThat(free.waitNanos()).isZero();
    limiter.released(free.lease());
    assertThat(limiter.availablePermits()).isZero();
  }

  @Test
  void admit_weightNegative_isRefused() {
    RateLimiter limiter = tenPerSecond().weight(request -> -1).build();
    assertRefused(() -> limiter.admit(cost(1)), "weight must be zero or more, was -1");
    assertThat(limiter.availablePermits()).isEqualTo(10);
  }

  /** SPEC 19.3. */
  @Test
  void admit_moreThanTheBurst_isRefusedForGood() {
    RateLimiter limiter = tenPerSecond().burst(3).build();
    Admission refused = limiter.admit(cost(4));
    assertThat(refused.reason()).isEqualTo("needs 4 permits at once, more than the burst of 3");
    assertThat(refused.retryAfterNanos()).isEqualTo(Admission.UNKNOWN);
    assertThat(limiter.admit(cost(Long.MAX_VALUE)).isGranted()).isFalse();
    assertThat(limiter.availablePermits()).isEqualTo(3);
  }

  /** SPEC 19.3: 18446744093 permits of a second each are 19.29 s, once the product has wrapped. */
  @Test
  void admit_soManyThatTheirTimeWraps_isRefusedForGood() {
    RateLimiter limiter =
        RateLimiter.builder(1, ofSeconds(1)).burst(20).timebase(time).build();
    assertThat(limiter.admit(cost(18_446_744_093L)).isGranted()).isFalse();
    assertThat(limiter.availablePermits()).isEqualTo(20);
  }

  /** SPEC 19.6: an attempt that was begun keeps its permits, however it ends; one that never was gives them back. */
  @Test
  void lease_ofAnAttempt_isGivenBackOnlyWhenReleased() {
    RateLimiter limiter = tenPerSecond().build();
    @Nullable Object lease = limiter.admit(cost(4)).lease();
    limiter.abandoned(lease);
    limiter.succeeded(lease, "result", Admission.UNKNOWN);
    assertThat(limiter.availablePermits()).isEqualTo(6);
    limiter.released(lease);
    assertThat(limiter.availablePermits()).isEqualTo(10);
  }

  @Test
  void released_overAFullBucket_holdsNoMoreThanTheBurst() {
    RateLimiter limiter = tenPerSecond().build();
    @Nullable Object lease = limiter.admit(cost(4)).lease();
    time.advance(ofMillis(300));
    limiter.released(lease);
    assertThat(limiter.availablePermits()).isEqualTo(10);
    assertThat(limiter.tryAcquire(10)).isTrue();
    assertThat(limiter.tryAcquire()).isFalse();
  }

  /** Half the burst is what a prepaid limiter buys at a time, so the rest is what can be taken in one piece. */
  @Test
  void prepaid_batch_isOutOfReachInOnePiece() {
    RateLimiter limiter = tenPerSecond().prepaid(true).build();
    assertThat(limiter.admit(cost(6)).reason())
        .isEqualTo("needs 6 permits at once, more than the burst of 5");
    assertThat(limiter.tryAcquire(5)).isTrue();
    assertThat(limiter.tryAcquire()).isFalse();
    time.advance(ofMillis(300));
    assertThat(limiter.tryAcquire()).isTrue();
    assertThat(limiter.availablePermits()).isEqualTo(2);
  }

  /** SPEC 19.5, 19.7: the stock is for everybody, not for those alone who take one. */
  @Test
  void prepaid_stock_isThereForMoreThanOneAtATime() {
    RateLimiter limiter = RateLimiter.builder(100, ofSeconds(100))
        .burst(100)
        .prepaid(true)
        .timebase(time)
        .build();
    assertThat(limiter.tryAcquire()).isTrue(); // buys 50
    assertThat(limiter.availablePermits()).isEqualTo(49);
    assertThat(limiter.tryAcquire(2)).isTrue();
    assertThat(limiter.admit(cost(45)).waitNanos()).isZero();
    time.advance(ofSeconds(3));
    assertThat(limiter.availablePermits()).isEqualTo(5);
    assertThat(limiter.tryAcquire(6)).isFalse();
    assertThat(limiter.tryAcquire(5)).isTrue(); // 2 of the stock, 3 of the bucket
    assertThat(limiter.availablePermits()).isZero();
    assertThat(limiter.tryAcquire()).isFalse();
  }
}
