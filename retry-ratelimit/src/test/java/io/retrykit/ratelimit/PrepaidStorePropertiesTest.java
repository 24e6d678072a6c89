package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.guard.Admission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jspecify.annotations.Nullable;

/** Permits bought in batches are no more than permits taken one by one. SPEC 19.7. */
class PrepaidStorePropertiesTest {
  private static final long PER = 1_000;
  private static final long MAX_WAIT = 20 * PER;

  /** Permits that fall due at a moment; below zero where some were given back. */
  private record Draw(long at, long permits) {}

  private final List<Draw> draws = new ArrayList<>();
  private final List<Admission> held = new ArrayList<>();
  private final List<Draw> due = new ArrayList<>();
  private ManualTime time = new ManualTime();

  @BeforeTry
  void forget() {
    draws.clear();
    held.clear();
    due.clear();
    time = new ManualTime();
  }

  private PrepaidStore store(int burst, int batch) {
    return new PrepaidStore(Rate.of(1, Duration.ofNanos(PER)), burst, batch, MAX_WAIT, time);
  }

  /** SPEC 19.2, 19.7: whatever is waited for and given back. */
  @Property(tries = 1_000)
  void draws_underAnySchedule_neverExceedRateTimesTimePlusBurst(
      @ForAll @IntRange(min = 2, max = 10) int burst, @ForAll long seed) {
    Random random = new Random(seed);
    int batch = 1 + random.nextInt(burst - 1);
    PrepaidStore store = store(burst, batch);
    for (int i = 0; i < 80; i++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> time.move(random.nextInt((int) (2 * PER)));
        case 2 -> giveBackOne(store, random);
        case 3 -> take(store, 1L + random.nextInt(burst - batch), random.nextInt(10) * PER);
        case 5 -> takeAllThatIsThere(store, burst - batch);
        case 4 -> take(store, 1, random.nextInt(10) * PER);
        default -> take(store, 1, 0);
      }
    }
    assertBounded(burst);
  }

  /** SPEC 19.7: what is said to be there can be taken, in one piece as far as a bucket holds it; no more than that. */
  private void takeAllThatIsThere(PrepaidStore store, long most) {
    long there = Math.min(most, store.available());
    if (there < most) {
      assertThat(store.take("key", there + 1, 0).isGranted()).isFalse();
    }
    if (there > 0) {
      int before = held.size();
      take(store, there, 0);
      assertThat(held).hasSize(before + 1);
    }
  }

  /** SPEC 19.4, 19.7: steps back too, where each begins a stretch of its own. */
  @Property
  void atHand_betweenStepsBackOfTheClock_neverExceedsRateTimesTimePlusBurst(
      @ForAll @IntRange(min = 2, max = 10) int burst, @ForAll long seed) {
    Random random = new Random(seed);
    int batch = 1 + random.nextInt(burst - 1);
    PrepaidStore store = store(burst, batch);
    for (int i = 0; i < 120; i++) {
      switch (random.nextInt(10)) {
        case 0, 1 -> time.move(random.nextInt((int) (2 * PER)));
        case 2 -> {
          assertBounded(burst);
          draws.clear();
          time.move(-random.nextInt((int) (100 * PER)));
        }
        default -> take(store, 1, 0);
      }
    }
    assertBounded(burst);
    // the bucket sees that the clock has stepped back when it is next asked, which a stock may put
    // off
    assertThat(store.available()).isLessThan(burst);
    time.move(MAX_WAIT + burst * PER);
    assertThat(store.available()).isGreaterThanOrEqualTo(burst - batch);
  }

  /** SPEC 19.7: a permit is as exact as without, once the stock is used up. */
  @Property(tries = 100)
  void singlePermits_takenAsTheyCome_areTheVeryRate(
      @ForAll @IntRange(min = 4, max = 300) int burst, @ForAll long seed) {
    Random random = new Random(seed);
    int batch = Math.min(burst / 2, 128);
    PrepaidStore store = store(burst, batch);
    long taken = takeAll(store);
    assertThat(taken).isEqualTo(burst - batch);
    for (int i = 0; i < 50; i++) {
      time.move(random.nextInt((int) ((burst - batch - 1) * PER))); // never full
      taken += takeAll(store);
      assertThat(taken).isEqualTo(burst - batch + time.elapsed() / PER);
    }
  }

  private static long takeAll(PrepaidStore store) {
    long taken = 0;
    while (store.take("key", 1, 0).isGranted()) {
      taken++;
    }
    return taken;
  }

  private void take(PrepaidStore store, long permits, long patience) {
    Admission answer = store.take("key", permits, patience);
    if (answer.isGranted()) {
      assertThat(answer.waitNanos()).isLessThanOrEqualTo(patience);
      Draw draw = new Draw(time.elapsed() + answer.waitNanos(), permits);
      draws.add(draw);
      held.add(answer);
      due.add(draw);
    }
  }

  private void giveBackOne(PrepaidStore store, Random random) {
    if (held.isEmpty()) {
      return;
    }
    int index = random.nextInt(held.size());
    Draw draw = due.remove(index);
    @Nullable Object lease = held.remove(index).lease();
    store.giveBack("key", lease);
    if (lease instanceof Place) {
      store.giveBack("key", lease); // twice is once
    }
    if (draw.at > time.elapsed()) {
      draws.remove(draw); // it never came to pass
    } else {
      draws.add(new Draw(time.elapsed(), -draw.permits));
    }
  }

  private void assertBounded(int burst) {
    for (Draw from : draws) {
      for (Draw to : draws) {
        if (to.at >= from.at) {
          long drawn = draws.stream()
              .filter(draw -> draw.at >= from.at && draw.at <= to.at)
              .mapToLong(Draw::permits)
              .sum();
          assertThat(drawn * PER)
              .as("%d to %d: %s", from.at, to.at, draws)
              .isLessThanOrEqualTo(to.at - from.at + burst * PER);
        }
      }
    }
  }
}
