package io.retrykit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link Timebase} promises. Those that are tested here let a pause pass without somebody else moving the
 * clock. No upper bound on real time is asserted anywhere: a busy machine is not a bug.
 */
abstract class TimebaseContract {
  private static final long MILLI = 1_000_000L;

  abstract Timebase timebase();

  private Timebase time = VirtualTimebase.create();

  @BeforeEach
  void takeTimebase() {
    time = timebase();
  }

  @AfterEach
  void thread_afterEveryTest_isNotInterrupted() {
    assertThat(Thread.interrupted()).isFalse();
  }

  /** SPEC 6.1, SPEC 6.5. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 999, 50_000, 999_999, 1_000_000, 1_000_001, 3_700_000})
  void sleep_byTheSameClock_isNeverShorterThanAsked(long nanos) throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      long start = time.nanos();
      time.sleep(nanos);
      assertThat(time.nanos() - start).isGreaterThanOrEqualTo(nanos);
    }
  }

  @Test
  void nanos_readAgain_neverGoesBack() {
    long last = time.nanos();
    for (int i = 0; i < 1_000; i++) {
      long now = time.nanos();
      assertThat(now - last).isNotNegative();
      last = now;
    }
  }

  /** SPEC 2.9. */
  @Test
  void sleep_negative_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> time.sleep(-1))
        .withMessage("nanos must be zero or more, was -1");
  }

  @Test
  void schedule_negative_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> time.schedule(-1, () -> {}))
        .withMessage("delayNanos must be zero or more, was -1");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_000_000, Nanos.FOREVER})
  void sleep_onAnInterruptedThread_throwsAtOnceAndClearsTheFlag(long nanos) {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> time.sleep(nanos));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void schedule_aTask_runsItOnceAndNotBeforeItsTime() throws Exception {
    CompletableFuture<Long> ranAt = new CompletableFuture<>();
    AtomicInteger runs = new AtomicInteger();
    long start = time.nanos();
    Timebase.Scheduled task = time.schedule(2 * MILLI, () -> {
      runs.incrementAndGet();
      ranAt.complete(time.nanos());
    });
    time.sleep(2 * MILLI);
    assertThat(ranAt.get() - start).isGreaterThanOrEqualTo(2 * MILLI);
    assertThat(runs).hasValue(1);
    assertThat(task.cancel()).isFalse();
  }

  /** The answer of cancel and what happens must agree, whoever comes first. */
  @Test
  void cancel_beforeTheTaskIsDue_meansItNeverRuns() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch later = new CountDownLatch(1);
    Timebase.Scheduled task = time.schedule(20 * MILLI, runs::incrementAndGet);
    boolean cancelled = task.cancel();
    time.schedule(21 * MILLI, later::countDown);
    time.sleep(21 * MILLI);
    later.await();
    assertThat(runs).hasValue(cancelled ? 0 : 1);
  }

  @Test
  void cancel_ofATaskFarAway_isTrueTheFirstTimeOnly() {
    Timebase.Scheduled task = time.schedule(Nanos.FOREVER, () -> {});
    assertThat(task.cancel()).isTrue();
    assertThat(task.cancel()).isFalse();
  }

  /** Whoever cancels a timeout must learn that it can still strike. */
  @Test
  void cancel_whileTheTaskRuns_isFalse() throws Exception {
    CompletableFuture<Timebase.Scheduled> handle = new CompletableFuture<>();
    CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    handle.complete(time.schedule(MILLI, () -> cancelled.complete(handle.join().cancel())));
    time.sleep(MILLI);
    assertThat(cancelled.get()).isFalse();
  }

  @Test
  void schedule_aTaskThatThrows_leavesTheOthersAlone() throws Exception {
    CountDownLatch other = new CountDownLatch(1);
    time.schedule(MILLI, () -> {
      throw new IllegalStateException("dropped");
    });
    time.schedule(2 * MILLI, other::countDown);
    time.sleep(2 * MILLI);
    other.await();
    assertThat(other.getCount()).isZero();
  }

  @Test
  void schedule_fromATask_works() throws Exception {
    CompletableFuture<Long> ranAt = new CompletableFuture<>();
    long start = time.nanos();
    time.schedule(MILLI, () -> time.schedule(MILLI, () -> ranAt.complete(time.nanos())));
    time.sleep(5 * MILLI);
    assertThat(ranAt.get() - start).isGreaterThanOrEqualTo(2 * MILLI);
  }
}
