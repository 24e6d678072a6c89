package io.retrykit.async.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread of the timer, in real time: what is waited for comes, or the test runs into its limit. */
@Timeout(60)
class WheelThreadTest {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final AtomicInteger readings = new AtomicInteger(); // by the thread of the timer

  private Wheel wheel(long idleNanos) {
    return wheel(System::nanoTime, idleNanos);
  }

  private Wheel wheel(LongSupplier clock, long idleNanos) {
    return new Wheel(
        () -> {
          if (threads.contains(Thread.currentThread())) {
            readings.incrementAndGet();
          }
          return clock.getAsLong();
        },
        work -> {
          Thread thread = new TimerThreads().newThread(work);
          threads.add(thread);
          return thread;
        },
        idleNanos);
  }

  private static Thread fire(Wheel wheel, long delayNanos) throws InterruptedException {
    AtomicReference<@Nullable Thread> seen = new AtomicReference<>();
    CountDownLatch fired = new CountDownLatch(1);
    wheel.schedule(
        Entry.of(() -> {
          seen.set(Thread.currentThread());
          fired.countDown();
        }),
        delayNanos);
    fired.await();
    Thread thread = seen.get();
    assertThat(thread).isNotNull();
    return thread;
  }

  private static void awaitSleepOf(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void sharedWheel_fires_onADaemonWithoutAContext() throws Exception {
    Thread thread = fire(Wheel.shared(), TimeUnit.MILLISECONDS.toNanos(5));

    assertThat(thread.getName()).isEqualTo("retrykit-async-timer");
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getContextClassLoader()).isNull();
    assertThat(Wheel.shared()).isSameAs(Wheel.shared());
  }

  @Test
  void thread_inheritsNothing() throws Exception {
    InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
    inherited.set("of the first to schedule");
    try {
      AtomicReference<String> seen = new AtomicReference<>("nothing yet");
      CountDownLatch fired = new CountDownLatch(1);
      new Wheel()
          .schedule(
              Entry.of(() -> {
                seen.set(String.valueOf(inherited.get()));
                fired.countDown();
              }),
              0);
      fired.await();
      assertThat(seen).hasValue("null");
    } finally {
      inherited.remove();
    }
  }

  @Test
  void earlierEntry_wakesTheThread() throws Exception {
    Wheel wheel = wheel(HOUR);
    Entry later = new Entry();
    wheel.schedule(later, HOUR);
    awaitSleepOf(threads.get(0));

    assertThat(fire(wheel, 0)).isSameAs(threads.get(0));
    assertThat(wheel.cancel(later)).isTrue();
  }

  /** On a clock that stands still the thread reads it once more, for what is due at once. */
  @Test
  void laterEntry_letsTheThreadSleep() throws Exception {
    Wheel wheel = wheel(() -> 0, HOUR);
    wheel.schedule(new Entry(), HOUR);
    awaitSleepOf(threads.get(0));
    int before = readings.get();
    for (int i = 1; i <= 100; i++) {
      wheel.schedule(new Entry(), HOUR + i);
    }

    AtomicInteger atFire = new AtomicInteger();
    CountDownLatch fired = new CountDownLatch(1);
    wheel.schedule(
        Entry.of(() -> {
          atFire.set(readings.get());
          fired.countDown();
        }),
        0);
    fired.await();
    assertThat(atFire).hasValue(before + 1);
  }

  @Test
  void thread_isInterruptedOrHitByAnError_goesOn() throws Exception {
    Wheel wheel = wheel(HOUR);
    wheel.schedule(
        Entry.of(() -> {
          Thread.currentThread().interrupt();
          throw new LinkageError("planted");
        }),
        0);

    Thread thread = fire(wheel, TimeUnit.MILLISECONDS.toNanos(20));
    awaitSleepOf(thread); // and does not spin
    assertThat(threads).containsExactly(thread);
  }

  @Test
  void idleThread_ends_andAnotherIsStarted() throws Exception {
    Wheel wheel = wheel(TimeUnit.MILLISECONDS.toNanos(10));

    Thread first = fire(wheel, 0);
    first.join();
    Thread second = fire(wheel, 0);
    second.join();
    assertThat(threads).containsExactly(first, second);
  }

  /** It would have slept for an hour. */
  @Test
  void thread_whoseLastEntryIsCancelled_ends() throws Exception {
    Wheel wheel = wheel(TimeUnit.MILLISECONDS.toNanos(10));
    Entry entry = new Entry();
    wheel.schedule(entry, HOUR);
    awaitSleepOf(threads.get(0));

    assertThat(wheel.cancel(entry)).isTrue();
    threads.get(0).join();
  }

  @Test
  void entries_ofManyThreads_allFire() throws Exception {
    Wheel wheel = wheel(HOUR);
    int each = 5_000;
    CountDownLatch fired = new CountDownLatch(2 * each);
    Runnable scheduling = () -> {
      for (int i = 0; i < each; i++) {
        Entry dropped = new Entry();
        wheel.schedule(dropped, HOUR);
        wheel.schedule(Entry.of(fired::countDown), i * 10_000L);
        assertThat(wheel.cancel(dropped)).isTrue();
      }
    };
    Thread other = new Thread(scheduling);
    other.start();
    scheduling.run();
    other.join();
    fired.await();
    assertThat(wheel.size()).isZero();
    assertThat(threads).hasSize(1);
  }
}
