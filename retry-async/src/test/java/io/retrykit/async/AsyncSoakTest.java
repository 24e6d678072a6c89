package io.retrykit.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.async.wheel.Wheel;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SPEC 23.3, SPEC 23.4, SPEC 23.7: very many calls at once, and what is left when they are over. */
@SuppressWarnings("FutureReturnValueIgnored") // ends are counted
class AsyncSoakTest {
  private static final int MANY = 100_000;
  private static final int ROUND = MANY;
  private static final int WARM_UP = 3;
  private static final int THREADS = 3;

  /** Half of the smallest object: whatever a call left behind would be seen. */
  private static final long BYTES_PER_CALL = 8;

  @Test
  void calls_inVirtualTime_leaveNothing() {
    soakVirtually(MANY / 5);
  }

  @Test
  @Tag("soak")
  void aHundredThousandCalls_inVirtualTime_leaveNothing() {
    soakVirtually(MANY);
  }

  /** Calls begun at one moment, and over within a minute. */
  private static void soakVirtually(int count) {
    long seed = 1;
    long began = System.nanoTime();
    VirtualTimebase time = VirtualTimebase.manual();
    SoakedCalls calls =
        new SoakedCalls(time, 100, count, seed, (nanos, work) -> time.schedule(nanos, work));
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      calls.begin(seeds.split());
    }
    long atOnce = count - calls.ended.get();
    time.advance(Duration.ofMinutes(1));
    System.out.printf(
        "soak: seed %d, %d calls, %d at once, %d attempts, %d late results, %d ms%n",
        seed, count, atOnce, calls.attempts.get(), calls.late.get(), millisSince(began));
    assertThat(atOnce).as("at once").isEqualTo(count);
    assertThat(time.pendingTasks()).as("waits left").isZero();
    check(calls, count);
  }

  /** Twenty seconds of real time on the shared timer: {@code docs/testing.md}. */
  @Test
  @Tag("soak")
  void calls_inRealTime_leaveNothing_andMemoryIsFlat() throws Exception {
    long seed = 2;
    ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS);
    threads.setRemoveOnCancelPolicy(true);
    SplittableRandom seeds = new SplittableRandom(seed);
    long began = System.nanoTime();
    long warm = 0;
    long last = 0;
    int rounds = 0;
    try {
      while (millisSince(began) < 20_000 || rounds <= WARM_UP) {
        round(threads, seeds);
        last = used();
        rounds++;
        warm = rounds == WARM_UP ? last : warm; // what grows once has grown
      }
    } finally {
      threads.shutdownNow();
    }
    double perCall = (last - warm) / (double) ((rounds - WARM_UP) * ROUND);
    System.out.printf(
        "soak: seed %d, %d rounds of %d calls, %d ms, %d bytes in use after round %d, %d after the last: %.2f a call%n",
        seed, rounds, ROUND, millisSince(began), warm, WARM_UP, last, perCall);
    assertThat(perCall).as("bytes more in use for each call").isLessThan(BYTES_PER_CALL);
  }

  private static void round(ScheduledThreadPoolExecutor threads, SplittableRandom seeds)
      throws InterruptedException {
    SoakedCalls calls = new SoakedCalls(
        null,
        20,
        ROUND,
        seeds.nextLong(),
        (nanos, work) -> threads.schedule(work, nanos, TimeUnit.NANOSECONDS));
    CountDownLatch over = new CountDownLatch(ROUND);
    for (int i = 0; i < ROUND; i++) {
      calls.begin(seeds.split()).whenComplete((result, failure) -> over.countDown());
    }
    assertThat(over.await(60, TimeUnit.SECONDS)).as("all calls end").isTrue();
    while (!threads.getQueue().isEmpty() || threads.getActiveCount() > 0) {
      TimeUnit.MILLISECONDS.sleep(10); // attempts that nobody waits for any more
    }
    assertThat(Wheel.shared().size()).as("waits left").isZero();
    check(calls, ROUND);
  }

  private static void check(SoakedCalls calls, long begun) {
    assertThat(calls.ended).as("ended").hasValue(begun);
    assertThat(calls.guard.ends()).as("ends told").isEqualTo(calls.guard.granted.get());
    assertThat(calls.guard.toldAgain).as("told again").hasValue(0);
    assertThat(calls.guard.begun()).as("begun").isEqualTo(calls.attempts.intValue());
    assertThat(calls.made.get() - calls.closed.get())
        .as("results kept")
        .isEqualTo(calls.good.get());
    assertThat(calls.late.get())
        .as("late results")
        .isEqualTo(calls.stubborn.get())
        .isGreaterThan(begun / 100);
    assertThat(calls.attempts.get()).isBetween(begun, begun * 2);
    assertThat(calls.good.get()).isGreaterThan(begun * 9 / 10);
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  @SuppressWarnings("DoNotCall")
  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
