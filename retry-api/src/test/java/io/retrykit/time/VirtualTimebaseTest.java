package io.retrykit.time;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Time for tests, with one thread and with several. Nothing here waits in real time but for other threads. */
class VirtualTimebaseTest extends TimebaseContract {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final VirtualTimebase manual = VirtualTimebase.manual();

  @Override
  Timebase timebase() {
    return VirtualTimebase.create();
  }

  /** SPEC 6.1. */
  @Test
  void nanos_afterAMoment_haveWrapped() throws InterruptedException {
    long start = time.nanos();
    assertThat(start).isEqualTo(Long.MAX_VALUE - 1_000_000L);
    time.sleep(ofMillis(2).toNanos());
    assertThat(time.nanos()).isNegative();
    assertThat(time.nanos() - start).isEqualTo(ofMillis(2).toNanos());
    assertThat(time.elapsed()).isEqualTo(ofMillis(2));
  }

  @Test
  void sleep_onASelfMovingClock_movesItByThatMuch() throws InterruptedException {
    time.sleep(ofSeconds(3).toNanos());
    time.sleep(0);
    time.sleep(ofSeconds(4).toNanos());
    assertThat(time.elapsed()).isEqualTo(ofSeconds(7));
    assertThat(time.sleeps()).containsExactly(ofSeconds(3), ZERO, ofSeconds(4));
  }

  @Test
  void sleep_forEver_stopsAtTheEndOfTime() throws InterruptedException {
    time.sleep(Nanos.FOREVER);
    time.sleep(Nanos.FOREVER);
    assertThat(time.elapsed()).isEqualTo(ofNanos(Nanos.FOREVER));
  }

  @Test
  void tasks_onTheWay_runInTheOrderTheyFallDueAtTheirTime() throws InterruptedException {
    List<String> ran = new ArrayList<>();
    schedule(ofSeconds(2), ran, "b");
    schedule(ofSeconds(1), ran, "a");
    schedule(ofSeconds(2), ran, "c, later written");
    schedule(ofSeconds(9), ran, "not due");
    time.schedule(
        ofSeconds(1).toNanos(), () -> schedule(ofSeconds(3), ran, "d, scheduled on the way"));
    time.sleep(ofSeconds(5).toNanos());
    assertThat(ran)
        .containsExactly(
            "PT1S a", "PT2S b", "PT2S c, later written", "PT4S d, scheduled on the way");
    assertThat(time.elapsed()).isEqualTo(ofSeconds(5));
    assertThat(time.pendingTasks()).isEqualTo(1);
  }

  @Test
  void tasks_duringATask_seeTheClockStandStill() {
    List<Duration> seen = new ArrayList<>();
    time.schedule(ofSeconds(1).toNanos(), () -> {
      seen.add(time.elapsed());
      time.schedule(0, () -> seen.add(time.elapsed()));
    });
    time.advance(ofSeconds(8));
    assertThat(seen).containsExactly(ofSeconds(1), ofSeconds(1));
  }

  @Test
  void cancel_aPendingTask_freesIt() {
    Timebase.Scheduled task = time.schedule(5, () -> {});
    assertThat(time.pendingTasks()).isEqualTo(1);
    assertThat(task.cancel()).isTrue();
    assertThat(time.pendingTasks()).isZero();
    assertThat(task.cancel()).isFalse();
  }

  /** SPEC 6.1. */
  @Test
  void sleep_interruptedByATask_endsAtTheTimeOfTheTask() {
    Thread caller = Thread.currentThread();
    time.schedule(ofSeconds(3).toNanos(), caller::interrupt);
    time.schedule(ofSeconds(4).toNanos(), () -> {});
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> time.sleep(ofSeconds(10).toNanos()));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(time.elapsed()).isEqualTo(ofSeconds(3));
    assertThat(time.pendingTasks()).isEqualTo(1);
  }

  @Test
  void advance_byZero_runsWhatIsDueNow() {
    List<String> ran = new ArrayList<>();
    schedule(ZERO, ran, "now");
    schedule(ofNanos(1), ran, "next");
    time.advance(ZERO);
    assertThat(ran).containsExactly("PT0S now");
  }

  @Test
  void advance_onAnInterruptedThread_leavesTheFlagAlone() {
    time.schedule(1, Thread.currentThread()::interrupt);
    time.advance(ofSeconds(1));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(time.elapsed()).isEqualTo(ofSeconds(1));
  }

  @Test
  void advance_tooFar_stopsAtTheEndOfTime() {
    time.advance(ofSeconds(Long.MAX_VALUE));
    time.advance(ofSeconds(Long.MAX_VALUE));
    assertThat(time.elapsed()).isEqualTo(ofNanos(Nanos.FOREVER));
  }

  /** SPEC 2.9. */
  @Test
  void advance_negative_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> time.advance(ofSeconds(-1)))
        .withMessage("time must be zero or more, was PT-1S");
  }

  @Test
  void advance_pastSeveralThreads_wakesTheOnesWhosePauseIsOver() throws Exception {
    Background<Duration> two = sleeper(ofSeconds(2));
    Background<Duration> five = sleeper(ofSeconds(5));
    Background<Duration> three = sleeper(ofSeconds(3));
    manual.awaitSleepers(3);
    manual.advance(ofSeconds(2));
    assertThat(two.result()).isEqualTo(ofSeconds(2));
    manual.awaitSleepers(2);
    manual.advance(ofSeconds(1));
    assertThat(three.result()).isEqualTo(ofSeconds(3));
    assertThat(five.thread().isAlive()).isTrue();
    manual.advance(ofSeconds(2));
    assertThat(five.result()).isEqualTo(ofSeconds(5));
    assertThat(manual.sleeps()).containsExactlyInAnyOrder(ofSeconds(2), ofSeconds(5), ofSeconds(3));
  }

  /** A thread that has been woken but has not got away yet does not count as pausing again. */
  @Test
  void awaitSleepers_roundAfterRound_waitsForEachNewPause() throws Exception {
    int rounds = 2_000;
    Background<Duration> sleeper = Background.start(() -> {
      for (int i = 0; i < rounds; i++) {
        manual.sleep(ofSeconds(1).toNanos());
      }
      return manual.elapsed();
    });
    for (int i = 0; i < rounds; i++) {
      manual.awaitSleepers(1);
      manual.advance(ofSeconds(1));
    }
    assertThat(sleeper.result()).isEqualTo(ofSeconds(rounds));
  }

  /** However far the clock goes on meanwhile: the interrupt came before the end of the pause. */
  @Test
  void sleep_interruptedByATaskOfAnotherThread_isNeverLost() throws Exception {
    for (int i = 0; i < 500; i++) {
      VirtualTimebase clock = VirtualTimebase.manual();
      Background<Throwable> sleeper =
          Background.start(() -> catchThrowable(() -> clock.sleep(ofSeconds(5).toNanos())));
      clock.awaitSleepers(1);
      clock.schedule(ofSeconds(3).toNanos(), sleeper.thread()::interrupt);
      clock.advance(ofSeconds(10));
      assertThat(sleeper.result()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void sleep_interruptedOnAManualClock_throwsAndClearsTheFlag() throws Exception {
    Background<Boolean> sleeper = Background.start(() -> {
      Throwable thrown = catchThrowable(() -> manual.sleep(1));
      assertThat(thrown).isInstanceOf(InterruptedException.class);
      return Thread.currentThread().isInterrupted();
    });
    manual.awaitSleepers(1);
    sleeper.thread().interrupt();
    assertThat(sleeper.result()).isFalse();
    assertThat(manual.elapsed()).isZero();
  }

  @Test
  void sleep_ofZeroOnAManualClock_returns() throws InterruptedException {
    manual.sleep(0);
    assertThat(manual.sleeps()).containsExactly(ZERO);
  }

  @Test
  void awaitSleepers_interrupted_throws() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> manual.awaitSleepers(1));
  }

  @Test
  void sleeps_isASnapshot() throws InterruptedException {
    List<Duration> before = time.sleeps();
    time.sleep(1);
    assertThat(before).isEmpty();
  }

  @Test
  void toString_ofVirtualTime_tellsHowFarItHasCome() {
    time.advance(ofSeconds(125));
    assertThat(time).hasToString("virtual time, 2m 5s elapsed");
  }

  private void schedule(Duration delay, List<String> ran, String name) {
    time.schedule(delay.toNanos(), () -> ran.add(time.elapsed() + " " + name));
  }

  private Background<Duration> sleeper(Duration pause) {
    return Background.start(() -> {
      manual.sleep(pause.toNanos());
      return manual.elapsed();
    });
  }
}
