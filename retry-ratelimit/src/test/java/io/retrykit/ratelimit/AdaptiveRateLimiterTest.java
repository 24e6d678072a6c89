package io.retrykit.ratelimit;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class AdaptiveRateLimiterTest {
  private static final Outcome FAILURE = Outcome.ofFailure(new IOException("server"));

  private final VirtualTimebase time = VirtualTimebase.create();
  private final AdaptiveRateLimiter limiter =
      AdaptiveRateLimiter.builder().timebase(time).build();

  private static AdmissionRequest cost(long cost) {
    return AdmissionRequest.first("key", cost, Nanos.FOREVER);
  }

  /** A limiter at a steady 10 a second, its bucket empty. */
  private AdaptiveRateLimiter atTen(Duration maxWait) {
    CubicState fresh = CubicState.startingAt(CubicSettings.AWS, 0);
    RateClock clock = new RateClock(0, 0, 10);
    SendBucket bucket = new SendBucket(10, 10, 0, 0);
    CubicState state = new CubicState(true, clock, fresh.curve(), bucket);
    return new AdaptiveRateLimiter("ten", CubicSettings.AWS, state, maxWait.toNanos(), time);
  }

  /** SPEC 21.1. */
  @Test
  void admit_beforeTheFirstThrottle_neitherReadsTheClockNorMakesAnything() {
    int[] readings = {0};
    AdaptiveRateLimiter quiet =
        AdaptiveRateLimiter.builder().timebase(counting(readings)).build();
    int made = readings[0];
    Admission admission = quiet.admit(cost(1));
    assertThat(admission).isSameAs(quiet.admit(cost(1))).isSameAs(Admission.granted());
    assertThat(quiet.admit(cost(0)).isGranted()).isTrue();
    assertThat(quiet.tryAcquire(1e9)).isZero();
    assertThat(readings[0]).isEqualTo(made);
    quiet.succeeded(admission.lease(), "v", Admission.UNKNOWN);
    assertThat(readings[0]).isEqualTo(made + 1);
  }

  private Timebase counting(int[] readings) {
    return new Timebase() {
      @Override
      public long nanos() {
        readings[0]++;
        return time.nanos();
      }

      @Override
      public void sleep(long nanos) throws InterruptedException {
        time.sleep(nanos);
      }

      @Override
      public Scheduled schedule(long delayNanos, Runnable task) {
        return time.schedule(delayNanos, task);
      }
    };
  }

  @Test
  void failed_throttled_limitsFromThenOn() {
    limiter.failed(null, FAILURE, Verdict.throttled(), Admission.UNKNOWN);
    assertThat(limiter.snapshot()).isEqualTo(new AdaptiveRateLimiter.Snapshot(true, 0.5, 0, 0));
    assertThat(limiter.admit(cost(1)).waitNanos()).isEqualTo(ofSeconds(2).toNanos());
  }

  @Test
  void failed_notThrottled_countsAsASuccess() {
    AdaptiveRateLimiter other = AdaptiveRateLimiter.builder().timebase(time).build();
    for (Verdict verdict : List.of(Verdict.retry(), Verdict.giveUp("no"), Verdict.noOpinion())) {
      time.advance(ofMillis(400));
      limiter.failed(null, FAILURE, verdict, Admission.UNKNOWN);
      other.succeeded(null, "v", Admission.UNKNOWN);
    }
    assertThat(limiter.snapshot()).isEqualTo(other.snapshot());
    assertThat(limiter.snapshot().limiting()).isFalse();
    assertThat(limiter.snapshot().measuredRate()).isPositive();
  }

  /** SPEC 21.3. */
  @Test
  void admit_bucketEmpty_waitsInOrder() {
    AdaptiveRateLimiter ten = atTen(ofSeconds(1));
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waits.add(ten.admit(cost(1)).waitNanos());
    }
    assertThat(waits)
        .containsExactly(
            ofMillis(100).toNanos(), ofMillis(200).toNanos(), ofMillis(300).toNanos());
    time.advance(ofMillis(150));
    assertThat(ten.admit(cost(1)).waitNanos()).isEqualTo(ofMillis(250).toNanos());
    assertThat(ten.admit(cost(3)).waitNanos()).isEqualTo(ofMillis(550).toNanos());
    assertThat(ten.admit(cost(0)).isGranted()).isTrue();
  }

  @Test
  void admit_waitBeyondTheLongest_isRefusedAndDrawsNothing() {
    AdaptiveRateLimiter ten = atTen(ofSeconds(1));
    Admission refused = ten.admit(cost(11));
    assertThat(refused.isGranted()).isFalse();
    assertThat(refused.retryAfterNanos()).isEqualTo(ofMillis(1100).toNanos());
    assertThat(refused.reason()).isEqualTo("held to 10.0 a second, that is a wait of 1.1s");
    assertThat(ten.admit(cost(10)).waitNanos()).isEqualTo(ofSeconds(1).toNanos());
  }

  @Test
  void admit_waitAsLongAsTheDeadline_isRefused() {
    AdaptiveRateLimiter ten = atTen(ofSeconds(1));
    long wait = ofMillis(100).toNanos();
    assertThat(ten.admit(AdmissionRequest.first("key", 1, wait)).isGranted()).isFalse();
    assertThat(ten.admit(AdmissionRequest.first("key", 1, wait + 1)).isGranted())
        .isTrue();
    time.advance(ofSeconds(2));
    assertThat(ten.admit(AdmissionRequest.first("key", 1, 0)).isGranted()).isTrue();
  }

  /** SPEC 21.3. */
  @Test
  void released_givesBackOnce() {
    AdaptiveRateLimiter ten = atTen(ofSeconds(9));
    Admission first = ten.admit(cost(5));
    Admission second = ten.admit(cost(7));
    ten.released(first.lease());
    ten.released(first.lease());
    ten.abandoned(first.lease());
    assertThat(ten.snapshot().available()).isEqualTo(-7);
    ten.released(second.lease());
    assertThat(ten.snapshot().available()).isZero();
    assertThat(ten.admit(cost(1)).waitNanos()).isEqualTo(ofMillis(100).toNanos());
  }

  @Test
  void released_grantedBeforeTheFirstThrottle_givesNothingBack() {
    Admission free = limiter.admit(cost(5));
    limiter.update(true, 1);
    limiter.released(free.lease());
    assertThat(limiter.snapshot().available()).isZero();
  }

  @Test
  void abandoned_changesNothing() {
    AdaptiveRateLimiter ten = atTen(ofSeconds(9));
    Admission admission = ten.admit(cost(1));
    AdaptiveRateLimiter.Snapshot before = ten.snapshot();
    ten.abandoned(admission.lease());
    ten.succeeded(admission.lease(), "late", Admission.UNKNOWN);
    ten.failed(admission.lease(), FAILURE, Verdict.throttled(), Admission.UNKNOWN);
    assertThat(ten.snapshot()).isEqualTo(before);
  }

  @Test
  void response_counts_whatTheRequestCost() {
    Admission heavy = limiter.admit(cost(400));
    time.advance(ofSeconds(1));
    limiter.succeeded(heavy.lease(), "v", Admission.UNKNOWN);
    assertThat(limiter.snapshot().measuredRate()).isEqualTo(0.8 * 400, within(1e-9));
    limiter.succeeded(heavy.lease(), "again", Admission.UNKNOWN);
    time.advance(ofSeconds(1));
    limiter.succeeded(null, "v", Admission.UNKNOWN);
    assertThat(limiter.snapshot().measuredRate()).isEqualTo(0.2 * 320 + 0.8, within(1e-9));
  }

  /** Who waits has been told how long; a slower rate must neither let newcomers pass nor hold them for what is over. */
  @Test
  void admit_rateFellWhileOthersWait_goesRightAfterThem() {
    AdaptiveRateLimiter ten = atTen(ofSeconds(60));
    assertThat(ten.admit(cost(100)).waitNanos()).isEqualTo(ofSeconds(10).toNanos());
    time.advance(ofSeconds(1));
    ten.failed(null, FAILURE, Verdict.throttled(), Admission.UNKNOWN);
    double rate = ten.snapshot().fillRate();
    assertThat(rate).isLessThan(2);
    assertThat(ten.admit(cost(1)).waitNanos() / 1e9).isEqualTo(9 + 1 / rate, within(1e-6));
  }

  @Test
  void released_afterTheRateFell_givesBackNoMoreTimeThanItTook() {
    AdaptiveRateLimiter ten = atTen(ofSeconds(60));
    Admission first = ten.admit(cost(50));
    ten.admit(cost(50));
    ten.failed(null, FAILURE, Verdict.throttled(), Admission.UNKNOWN);
    ten.released(first.lease());
    double rate = ten.snapshot().fillRate();
    assertThat(ten.admit(cost(1)).waitNanos() / 1e9).isEqualTo(5 + 1 / rate, within(1e-6));
  }

  @Test
  void tryAcquire_short_takesNothingAndTellsTheWait() {
    AdaptiveRateLimiter ten = atTen(ofSeconds(1));
    assertThat(ten.tryAcquire(1)).isEqualTo(ofMillis(100).toNanos());
    assertThat(ten.tryAcquire(1)).isEqualTo(ofMillis(100).toNanos());
    time.advance(ofMillis(100));
    assertThat(ten.tryAcquire(1)).isZero();
    assertThat(ten.tryAcquire(1)).isEqualTo(ofMillis(100).toNanos());
  }

  /** Waiting for what never fits would be for ever. */
  @Test
  void tryAcquire_moreThanTheBucketHolds_isGrantedWhenItIsFull() {
    AdaptiveRateLimiter ten = atTen(ofSeconds(1));
    long wait = ten.tryAcquire(25);
    assertThat(wait).isEqualTo(ofSeconds(1).toNanos()); // when it is full, not when it holds 25
    time.advance(Duration.ofNanos(wait - 1_000));
    assertThat(ten.tryAcquire(25)).isPositive();
    time.advance(Duration.ofNanos(1_000));
    assertThat(ten.tryAcquire(25)).isZero();
    assertThat(ten.snapshot().available()).isEqualTo(-15, within(1e-6));
    assertThat(ten.tryAcquire(1)).isEqualTo(ofMillis(1600).toNanos());
  }

  @Test
  void tryAcquire_afterTheWaitItWasTold_isGranted() {
    CubicState fresh = CubicState.startingAt(CubicSettings.AWS, 0);
    for (double rate = 0.5; rate < 1e6; rate *= 1.37) {
      SendBucket bucket = new SendBucket(rate, Math.max(rate, 1), 0, 0);
      AdaptiveRateLimiter any = new AdaptiveRateLimiter(
          "any",
          CubicSettings.AWS,
          new CubicState(true, fresh.clock(), fresh.curve(), bucket),
          0,
          time);
      time.advance(Duration.ofNanos((long) (0.3e9 / rate)));
      time.advance(Duration.ofNanos(any.tryAcquire(1)));
      assertThat(any.tryAcquire(1)).as("at %s a second", rate).isZero();
    }
  }

  @Test
  void arguments_outOfRange_areRefused() {
    for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> limiter.tryAcquire(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("amount must be zero or more, was " + wrong);
      assertThatThrownBy(() -> limiter.update(false, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** What the cross-SDK table means by: an update is not held up by an acquire that sleeps. */
  @Test
  void update_whileACallWaits_isNotHeldUp() throws Exception {
    VirtualTimebase manual = VirtualTimebase.manual();
    AdaptiveRateLimiter slow = AdaptiveRateLimiter.builder().timebase(manual).build();
    slow.update(true, 1);
    Retry retry = Retry.with(
        RetryPolicy.builder().discovery(false).timebase(manual).guard(slow).build());
    FutureTask<String> call = new FutureTask<>(() -> retry.call(() -> "sent"));
    Thread thread = new Thread(call, "sender");
    thread.setDaemon(true);
    thread.start();
    manual.awaitSleepers(1);
    slow.update(false, 1);
    assertThat(slow.snapshot().limiting()).isTrue();
    manual.advance(ofSeconds(2));
    assertThat(call.get(60, SECONDS)).isEqualTo("sent");
  }

  @Test
  void call_throttledThenThrottledAgain_isHeldBackByTheEngine() {
    List<Duration> moments = new ArrayList<>();
    Retry retry = Retry.with(RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(3)
        .backoff(Backoff.none())
        .classifier(outcome -> Verdict.throttled())
        .guard(limiter)
        .build());
    assertThat(catchThrowable(() -> retry.run(() -> {
          moments.add(time.elapsed());
          throw new IOException("throttled");
        })))
        .isInstanceOf(IOException.class);
    assertThat(moments).containsExactly(Duration.ZERO, ofSeconds(2), ofSeconds(4));
  }

  @Test
  void call_waitBeyondItsDeadline_isRefused() {
    limiter.update(true, 1);
    Retry retry = Retry.with(RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxDuration(ofSeconds(1))
        .guard(limiter)
        .build());
    assertThatThrownBy(() -> retry.call(() -> "never"))
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessage("attempt refused by adaptive-rate: held to 0.500 a second, "
            + "that is a wait of 2s, retry after PT2S");
    assertThat(limiter.snapshot().available()).isZero();
  }

  @Test
  void state_manyThreads_losesNoResponseAndNoAmount() throws Exception {
    AdaptiveRateLimiter ten = atTen(ofSeconds(1_000_000));
    int rounds = 20_000;
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int t = 0; t < 2; t++) {
      boolean keeps = t == 0;
      threads.add(CompletableFuture.runAsync(() -> {
        for (int i = 0; i < rounds; i++) {
          Admission admission = ten.admit(cost(1));
          if (keeps) {
            ten.succeeded(admission.lease(), "v", Admission.UNKNOWN);
          } else {
            ten.released(admission.lease());
          }
        }
      }));
    }
    for (CompletableFuture<Void> thread : threads) {
      thread.get(60, SECONDS);
    }
    double owed = -ten.snapshot().available() / ten.snapshot().fillRate();
    time.advance(ofSeconds(1));
    ten.update(false, 0);
    assertThat(ten.snapshot().measuredRate()).isEqualTo(0.8 * rounds + 0.2 * 10, within(1e-6));
    assertThat(owed).isGreaterThan(0);
  }

  @Test
  void clock_stepsBack_doesNotStopIt() {
    ManualTime clock = new ManualTime();
    AdaptiveRateLimiter stepping =
        AdaptiveRateLimiter.builder().timebase(clock).maxWait(ofSeconds(2)).build();
    clock.move(ofHours(1).toNanos());
    stepping.update(true, 1);
    clock.move(-ofHours(1).toNanos());
    assertThat(stepping.admit(cost(2)).isGranted()).isFalse();
    clock.move(ofSeconds(2).toNanos());
    assertThat(stepping.admit(cost(1)).waitNanos()).isZero();
    for (int i = 0; i < 20; i++) {
      clock.move(ofMillis(250).toNanos());
      stepping.update(false, 1);
    }
    assertThat(stepping.snapshot().measuredRate()).isEqualTo(4, within(0.1));
    assertThat(stepping.snapshot().fillRate()).isGreaterThan(4);
  }
}
