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

/** SPEC 23.4, SPEC 23.7: very many calls at once, and what is left when they are over. */
@SuppressWarnings("FutureReturnValueIgnored") // ends are counted
class AsyncSoakTest {
  private static final int CALLS = 100_000;

  /** A hundred thousand calls, begun over ten seconds, and then fifty more. */
  @Test
  void calls_inVirtualTime_leaveNothing() {
    VirtualTimebase time = VirtualTimebase.manual();
    long scale = 100; // pauses of seconds: nearly all are under way at once
    SoakedCalls calls = new SoakedCalls(time, scale, (nanos, work) -> time.schedule(nanos, work));
    SplittableRandom seeds = new SplittableRandom(1);
    for (int second = 0; second < 10; second++) {
      for (int i = 0; i < CALLS / 10; i++) {
        calls.begin(seeds.split(), scale);
      }
      time.advance(Duration.ofSeconds(1));
    }
    time.advance(Duration.ofSeconds(50 + 2 * scale)); // no call lasts longer than its maxDuration
    check(calls, CALLS);
    assertThat(time.pendingTasks()).isZero();
  }

  /** Twenty seconds of real time, a hundred thousand calls under way at once: {@code docs/testing.md}. */
  @Test
  @Tag("soak")
  void calls_inRealTime_leaveNothing_andMemoryIsFlat() throws Exception {
    ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(2);
    threads.setRemoveOnCancelPolicy(true);
    SplittableRandom seeds = new SplittableRandom(2);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    long first = 0;
    long last = 0;
    int rounds = 0;
    try {
      while (System.nanoTime() - end < 0 || rounds < 3) {
        round(threads, seeds);
        last = used();
        first = rounds++ == 1 ? last : first; // the first round grows what grows once
      }
    } finally {
      threads.shutdownNow();
    }
    System.out.printf(
        "soak: %d rounds of %d calls, %d KB in use after the second, %d after the last%n",
        rounds, CALLS, first >> 10, last >> 10);
    assertThat(last - first).as("bytes more in use").isLessThan(CALLS); // one for each call is none
  }

  private static void round(ScheduledThreadPoolExecutor threads, SplittableRandom seeds)
      throws InterruptedException {
    SoakedCalls calls = new SoakedCalls(
        null, 20, (nanos, work) -> threads.schedule(work, nanos, TimeUnit.NANOSECONDS));
    CountDownLatch over = new CountDownLatch(CALLS);
    for (int i = 0; i < CALLS; i++) {
      calls.begin(seeds.split(), 20).whenComplete((result, failure) -> over.countDown());
    }
    assertThat(over.await(60, TimeUnit.SECONDS)).as("all calls end").isTrue();
    while (!threads.getQueue().isEmpty()) { // attempts that nobody waits for any more
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(Wheel.shared().size()).as("waits left").isZero();
    check(calls, CALLS);
  }

  private static void check(SoakedCalls calls, long begun) {
    assertThat(calls.ended).as("ended").hasValue(begun);
    assertThat(calls.told).as("ends told to the guard").hasValue(calls.granted.get());
    assertThat(calls.made.get() - calls.closed.get())
        .as("results kept")
        .isEqualTo(calls.good.get());
    assertThat(calls.attempts.get()).isBetween(begun, begun * 2);
    assertThat(calls.good.get()).isGreaterThan(begun * 9 / 10);
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
