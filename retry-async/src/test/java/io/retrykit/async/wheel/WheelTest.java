package io.retrykit.async.wheel;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.loop.Sneaky;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** SPEC 23.7: the timer's thread, in real time: that it fires, and what becomes of it. */
class WheelTest {
  private static final long LONG = SECONDS.toNanos(1_000);

  private final List<Thread> threads = new ArrayList<>();
  private final ThreadFactory factory = work -> {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  };

  private Wheel wheel(long idleNanos) {
    return new Wheel(System::nanoTime, factory, idleNanos);
  }

  private static final class Latched extends Node {
    final CountDownLatch over = new CountDownLatch(1);
    volatile long firedAt;

    @Override
    public void fire() {
      super.fire();
      firedAt = System.nanoTime();
      over.countDown();
    }
  }

  @Test
  void schedule_firesWhenTheTimeIsOver_neverBefore() throws InterruptedException {
    Wheel wheel = wheel(LONG);
    for (int i = 0; i < 20; i++) {
      Latched waiting = new Latched();
      long delay = MILLISECONDS.toNanos(i) + 17L * i;
      long begin = System.nanoTime();
      wheel.schedule(waiting, delay);
      waiting.over.await();
      assertThat(waiting.firedAt - begin).isGreaterThanOrEqualTo(delay);
    }
    assertThat(threads).hasSize(1);
  }

  @Test
  void schedule_earlierThanWhatItSleepsFor_isNotKeptWaiting() throws InterruptedException {
    Wheel wheel = wheel(LONG);
    Latched late = new Latched();
    wheel.schedule(late, LONG);
    Latched early = new Latched();
    wheel.schedule(early, MILLISECONDS.toNanos(1));
    early.over.await();
    assertThat(late.fired()).isZero();
    assertThat(wheel.cancel(late)).isTrue();
  }

  @Test
  void fire_thatThrows_doesNotStopTheOthers() throws InterruptedException {
    Wheel wheel = wheel(LONG);
    for (Throwable thrown :
        List.of(new IllegalStateException("on purpose"), new StackOverflowError("on purpose"))) {
      wheel.schedule(
          new Node() {
            @Override
            public void fire() {
              throw Sneaky.raise(thrown);
            }
          },
          0);
    }
    Latched after = new Latched();
    wheel.schedule(after, MILLISECONDS.toNanos(5));
    after.over.await();
    assertThat(threads).hasSize(1);
  }

  @Test
  void schedule_fromWithinFire_worksWithTheSameNode() throws InterruptedException {
    Wheel wheel = wheel(LONG);
    CountDownLatch five = new CountDownLatch(5);
    wheel.schedule(
        new Node() {
          @Override
          public void fire() {
            five.countDown();
            if (five.getCount() > 0) {
              wheel.schedule(this, 0);
            }
          }
        },
        0);
    five.await();
    assertThat(five.getCount()).isZero();
  }

  @Test
  void thread_endsWhenNothingWaits_andAnotherBeginsWithTheNextWait() throws InterruptedException {
    Wheel wheel = wheel(MILLISECONDS.toNanos(1));
    for (int i = 1; i <= 3; i++) {
      Latched waiting = new Latched();
      wheel.schedule(waiting, 0);
      waiting.over.await();
      Thread last = threads.get(threads.size() - 1);
      last.join();
      assertThat(threads).hasSize(i);
    }
  }

  @Test
  void thread_doesNotEnd_asLongAsSomethingWaits() throws InterruptedException {
    Wheel wheel = wheel(1);
    Node far = new Node();
    wheel.schedule(far, LONG);
    for (int i = 0; i < 5; i++) {
      Latched waiting = new Latched();
      wheel.schedule(waiting, MILLISECONDS.toNanos(2));
      waiting.over.await();
    }
    assertThat(threads)
        .singleElement()
        .satisfies(thread -> assertThat(thread.isAlive()).isTrue());
    assertThat(wheel.cancel(far)).isTrue();
  }

  @Test
  void threadThatCannotBeStarted_leavesNothingBehind() throws InterruptedException {
    boolean[] broken = {true};
    Wheel wheel = new Wheel(
        System::nanoTime,
        work -> {
          if (broken[0]) {
            throw new OutOfMemoryError("no threads left");
          }
          return factory.newThread(work);
        },
        LONG);
    Latched waiting = new Latched();
    assertThatThrownBy(() -> wheel.schedule(waiting, 0)).hasMessage("no threads left");
    assertThat(wheel.cancel(waiting)).isFalse();
    broken[0] = false;
    wheel.schedule(waiting, 0);
    waiting.over.await();
    assertThat(waiting.fired()).isOne();
  }

  @Test
  void clockThatWraps_andDelaysWithoutEnd_doNoHarm() throws InterruptedException {
    long offset = Long.MAX_VALUE - System.nanoTime() - MILLISECONDS.toNanos(3);
    AtomicLong asked = new AtomicLong();
    Wheel wheel = new Wheel(
        () -> {
          asked.incrementAndGet();
          return System.nanoTime() + offset; // wraps in three milliseconds
        },
        factory,
        LONG);
    Node never = new Node();
    wheel.schedule(never, Long.MAX_VALUE);
    Latched waiting = new Latched();
    wheel.schedule(waiting, MILLISECONDS.toNanos(10));
    waiting.over.await();
    assertThat(never.fired()).isZero();
    assertThat(wheel.cancel(never)).isTrue();
    assertThat(asked.get()).as("it sleeps, and does not spin").isLessThan(1_000);
  }

  @Test
  void sharedThread_isADaemon_withoutAClassLoader() throws InterruptedException {
    Thread[] seen = {null};
    CountDownLatch over = new CountDownLatch(1);
    Wheel.shared()
        .schedule(
            new Node() {
              @Override
              public void fire() {
                seen[0] = Thread.currentThread();
                over.countDown();
              }
            },
            0);
    over.await();
    assertThat(seen[0].isDaemon()).isTrue();
    assertThat(seen[0].getName()).isEqualTo("retrykit-async-timer");
    assertThat(seen[0].getContextClassLoader()).isNull();
  }

  @Test
  void badDelay_isRefused() {
    assertThatThrownBy(() -> wheel(LONG).schedule(new Node(), -1))
        .hasMessage("delayNanos must be zero or more, was -1");
  }
}
