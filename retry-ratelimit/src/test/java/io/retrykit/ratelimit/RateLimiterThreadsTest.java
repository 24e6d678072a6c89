package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.guard.Admission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads at one limiter, with a clock that one of them moves: nothing is had twice, and nothing is lost. */
class RateLimiterThreadsTest {
  private static final int THREADS = 4;
  private static final long PER = 1_000;

  private final ManualTime time = new ManualTime();

  /** SPEC 19.2, 19.7: at no time more than rate x time + burst, and at the end not one less than it comes to. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tryAcquire_byManyThreads_isExact(boolean prepaid) throws Exception {
    int burst = 50;
    int moves = 10_000;
    RateLimiter limiter = RateLimiter.builder(1, Duration.ofNanos(PER))
        .burst(burst)
        .prepaid(prepaid)
        .timebase(time)
        .build();
    long atFirst = limiter.availablePermits();
    AtomicLong granted = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    List<Elsewhere<Boolean>> takers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      takers.add(Elsewhere.start(() -> {
        while (!over.get()) {
          if (limiter.tryAcquire()) {
            granted.incrementAndGet();
          }
        }
        return true;
      }));
    }
    for (int i = 0; i < moves; i++) {
      while (limiter.tryAcquire()) { // moved on only when it is empty, or some would run over
        granted.incrementAndGet();
      }
      long had = granted.get();
      assertThat(had).isLessThanOrEqualTo(burst + time.elapsed() / PER);
      time.move(PER);
    }
    over.set(true);
    for (Elsewhere<Boolean> taker : takers) {
      assertThat(taker.result()).isTrue();
    }
    assertThat(granted.get() + limiter.availablePermits()).isEqualTo(atFirst + moves);
  }

  /** SPEC 19.5, 19.6: with the clock at rest no place is ever held by two, and all that are left are places again. */
  @Test
  void line_joinedAndLeftByManyThreads_hasEachPlaceOnce() throws Exception {
    GcraStore store = new GcraStore(Rate.of(1, Duration.ofNanos(PER)), 3, 100 * PER, time);
    store.take("key", 3, 0);
    Map<Long, Place> held = new ConcurrentHashMap<>();
    List<Elsewhere<Long>> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int seed = i;
      threads.add(Elsewhere.start(() -> comeAndGo(store, held, new Random(seed))));
    }
    for (Elsewhere<Long> thread : threads) {
      assertThat(thread.result()).isZero();
    }
    assertThat(held).isEmpty();
    Admission next = store.take("key", 1, 100 * PER);
    assertThat(next.waitNanos()).isEqualTo(PER);
  }

  /** Returns how many places it got that somebody else had. */
  private static long comeAndGo(GcraStore store, Map<Long, Place> held, Random random) {
    long twice = 0;
    List<Place> mine = new ArrayList<>();
    for (int i = 0; i < 20_000 || !mine.isEmpty(); i++) {
      if (i < 20_000 && random.nextBoolean()) {
        @Nullable Object lease = store.take("key", 1, 100 * PER).lease();
        if (lease instanceof Place place) {
          twice += held.putIfAbsent(place.moment, place) == null ? 0 : 1;
          mine.add(place);
        }
      } else if (!mine.isEmpty()) {
        Place place = mine.remove(random.nextInt(mine.size()));
        held.remove(place.moment, place);
        store.giveBack("key", place);
        store.giveBack("key", place);
      }
    }
    return twice;
  }

  /** SPEC 19.2, 19.6: what is kept of all that was at hand, waited for and given back, while the clock goes on. */
  @Test
  void permits_waitedForAndGivenBackByManyThreads_areNeverMoreThanTheRate() throws Exception {
    int burst = 5;
    GcraStore store = new GcraStore(Rate.of(1, Duration.ofNanos(PER)), burst, 50 * PER, time);
    AtomicBoolean over = new AtomicBoolean();
    Elsewhere<Boolean> clock = Elsewhere.start(() -> {
      for (Random random = new Random(9); !over.get(); ) {
        time.move(random.nextInt(50));
        Thread.onSpinWait();
      }
      return true;
    });
    AtomicLong kept = new AtomicLong();
    AtomicLong last = new AtomicLong();
    List<Elsewhere<Boolean>> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(i);
      threads.add(Elsewhere.start(() -> {
        for (int j = 0; j < 20_000; j++) {
          long permits = 1L + random.nextInt(burst);
          Admission answer = store.take("key", permits, random.nextInt(50) * PER);
          if (answer.isGranted() && random.nextInt(3) == 0) {
            store.giveBack("key", answer.lease());
          } else if (answer.isGranted()) {
            kept.addAndGet(permits);
            long due = time.elapsed() + answer.waitNanos(); // no earlier than it is
            last.accumulateAndGet(due, Math::max);
          }
        }
        return true;
      }));
    }
    for (Elsewhere<Boolean> thread : threads) {
      assertThat(thread.result()).isTrue();
    }
    over.set(true);
    assertThat(clock.result()).isTrue();
    assertThat(kept.get()).isPositive().isLessThanOrEqualTo(burst + last.get() / PER);
    time.move((50 + burst) * PER);
    assertThat(store.available()).isEqualTo(burst);
    assertThat(store.take("key", burst, 0).isGranted()).isTrue();
    assertThat(store.take("key", 1, 0).isGranted()).isFalse();
  }
}
