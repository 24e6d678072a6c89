package io.retrykit.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads at once. */
class RegistryRacesTest {
  private static final int THREADS = 8;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void sameKey_byManyThreadsAtOnce_isMadeOnce() throws Exception {
    for (int round = 0; round < 200; round++) {
      AtomicInteger made = new AtomicInteger();
      Registry<Integer> registry = Registry.of(key -> made.incrementAndGet(), KeyLimits.defaults());
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<Integer>> got = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        got.add(threads.submit(() -> {
          start.await();
          return registry.get("key");
        }));
      }
      for (Future<Integer> value : got) {
        assertThat(value.get()).isEqualTo(1);
      }
      assertThat(made).hasValue(1);
    }
  }

  @Test
  void makerOfOneKey_doesNotHoldUpTheOthers() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Registry<String> registry = Registry.of(
        key -> {
          if (key.equals("slow")) {
            inside.countDown();
            await(goOn);
          }
          return key;
        },
        KeyLimits.defaults().withMaxKeys(2));
    Future<String> slow = threads.submit(() -> registry.get("slow"));
    inside.await();

    for (int i = 0; i < 10; i++) {
      assertThat(registry.get("quick" + i)).isEqualTo("quick" + i);
    }
    assertThat(registry.keys()).doesNotContain("slow").isNotEmpty();
    assertThat(registry.find("slow")).isNull();
    goOn.countDown();
    assertThat(slow.get()).isEqualTo("slow");
    assertThat(registry.keys()).hasSizeLessThanOrEqualTo(2).contains("slow");
  }

  @Test
  void whoeverWaitsForAMakerThatFails_triesForHimself() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger tries = new AtomicInteger();
    Registry<Integer> registry = Registry.of(
        key -> {
          int turn = tries.incrementAndGet();
          if (turn == 1) {
            inside.countDown();
            await(goOn);
            throw new IllegalStateException("the first one fails");
          }
          return turn;
        },
        KeyLimits.defaults());
    Future<Integer> first = threads.submit(() -> registry.get("key"));
    inside.await();
    Thread[] waiting = new Thread[1];
    CountDownLatch started = new CountDownLatch(1);
    Future<Boolean> second = threads.submit(() -> {
      waiting[0] = Thread.currentThread();
      started.countDown();
      int value = registry.get("key");
      return value == 2 && Thread.interrupted();
    });
    started.await();
    while (waiting[0].getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    waiting[0].interrupt();
    goOn.countDown();

    assertThat(first).failsWithin(java.time.Duration.ofMinutes(1));
    assertThat(second.get())
        .as("waits through an interrupt, and keeps the flag")
        .isTrue();
    assertThat(registry.get("key")).isEqualTo(2);
  }

  @Test
  void manyKeysByManyThreads_neverTwoAtATime_neverTooMany() throws Exception {
    Set<String> inTheMaking = ConcurrentHashMap.newKeySet();
    AtomicInteger doubled = new AtomicInteger();
    Registry<String> registry = Registry.of(
        key -> {
          if (!inTheMaking.add(key)) {
            doubled.incrementAndGet();
          }
          Thread.onSpinWait();
          inTheMaking.remove(key);
          return key;
        },
        KeyLimits.defaults().withMaxKeys(20));
    List<Future<?>> work = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int seed = t;
      work.add(threads.submit(() -> {
        for (int i = 0; i < 20_000; i++) {
          String key = "k" + (i * (seed + 7) % 50);
          assertThat(registry.get(key)).isEqualTo(key);
        }
      }));
    }
    for (Future<?> done : work) {
      done.get();
    }

    assertThat(doubled).hasValue(0);
    assertThat(registry.keys()).hasSize(20);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
