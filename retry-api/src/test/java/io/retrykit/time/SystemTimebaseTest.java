package io.retrykit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The machine's own time. Real, so only lower bounds are asserted. */
class SystemTimebaseTest extends TimebaseContract {
  private final Timebase time = Timebase.system();

  @Override
  Timebase timebase() {
    return Timebase.system();
  }

  @Test
  void nanos_between_twoReadingsOfTheMachine_lieInTheOrderRead() {
    long before = System.nanoTime();
    long reading = time.nanos();
    assertThat(reading - before).isNotNegative();
    assertThat(System.nanoTime() - reading).isNotNegative();
  }

  @Test
  void sleep_interruptedMeanwhile_throwsAndClearsTheFlag() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Background<Boolean> sleeper = Background.start(() -> {
      started.countDown();
      Throwable thrown = catchThrowable(() -> time.sleep(Nanos.FOREVER));
      assertThat(thrown).isInstanceOf(InterruptedException.class);
      return Thread.currentThread().isInterrupted();
    });
    started.await();
    sleeper.thread().interrupt();
    assertThat(sleeper.result()).isFalse();
  }

  @Test
  void sleep_wokenForNoReason_goesOnSleeping() throws Exception {
    long nanos = 3_500_000;
    CountDownLatch started = new CountDownLatch(1);
    Background<Long> sleeper = Background.start(() -> {
      long start = System.nanoTime();
      started.countDown();
      time.sleep(nanos);
      return System.nanoTime() - start;
    });
    started.await();
    while (sleeper.thread().isAlive()) {
      LockSupport.unpark(sleeper.thread());
      Thread.onSpinWait();
    }
    assertThat(sleeper.result()).isGreaterThanOrEqualTo(nanos);
  }

  @Test
  void schedule_aTask_runsItOnADaemonThreadThatHoldsNothingOfTheCaller() throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    time.schedule(0, () -> thread.complete(Thread.currentThread()));
    assertThat(thread.get().isDaemon()).isTrue();
    assertThat(thread.get().getName()).isEqualTo("retrykit-timer");
    assertThat(thread.get().getContextClassLoader()).isNull();
    assertThat(thread.get()).isNotSameAs(Thread.currentThread());
  }

  @Test
  void toString_ofTheSystem_saysSo() {
    assertThat(time).hasToString("system time");
  }
}
