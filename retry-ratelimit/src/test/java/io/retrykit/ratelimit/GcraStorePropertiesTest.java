package io.retrykit.ratelimit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.guard.Admission;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What a limiter never does, whatever it is asked and whenever. */
class GcraStorePropertiesTest {
  private static final long MAX_WAIT = Duration.ofHours(1).toNanos();

  private final ManualTime time = new ManualTime();

  /** Permits that fall due at a moment; below zero where some were given back. */
  private record Draw(long at, long permits) {}

  private static BigInteger big(long number) {
    return BigInteger.valueOf(number);
  }

  /** SPEC 19.1: against exact fractions, to the nanosecond. */
  @Property(tries = 500)
  void take_withoutGivingBack_isTheExactRate(
      @ForAll @LongRange(min = 1, max = 64) long permits,
      @ForAll @LongRange(min = 1, max = 10_000_000_000L) long per,
      @ForAll @LongRange(min = 1, max = 100) long burst,
      @ForAll long seed) {
    Random random = new Random(seed);
    GcraStore store = new GcraStore(Rate.of(permits, Duration.ofNanos(per)), burst, MAX_WAIT, time);
    BigInteger full = BigInteger.ZERO; // in nanoseconds x permits
    for (int i = 0; i < 50; i++) {
      time.move((long) (random.nextDouble() * random.nextDouble() * 3 * per));
      BigInteger now = big(time.elapsed()).multiply(big(permits));
      long wanted = 1L + random.nextInt((int) burst);
      BigInteger next = full.max(now).add(big(wanted).multiply(big(per)));
      BigInteger late = next.subtract(now).subtract(big(burst).multiply(big(per)));
      long wait = late.signum() <= 0 ? 0 : ceil(late, permits);
      Admission answer = store.take("key", wanted, random.nextInt(4) == 0 ? 0 : MAX_WAIT);
      if (answer.isGranted()) {
        assertThat(answer.waitNanos()).isEqualTo(wait);
        full = next;
      } else {
        assertThat(answer.retryAfterNanos()).isEqualTo(wait).isPositive();
      }
    }
  }

  private static long ceil(BigInteger number, long divisor) {
    return number.add(big(divisor - 1)).divide(big(divisor)).longValueExact();
  }

  /** SPEC 19.1: rates that are no short fraction are slower by less than a 64th of a nanosecond for each permit. */
  @Property
  void rate_ofAnyNumbers_isNeverFasterAndHardlySlower(
      @ForAll @LongRange(min = 1) long permits,
      @ForAll @LongRange(min = 1, max = 100_000_000_000_000L) long per) {
    Rate rate = Rate.of(permits, Duration.ofNanos(per));
    BigInteger ours = big(rate.unitsPerPermit()).multiply(big(permits));
    BigInteger exact = big(per).multiply(big(rate.unitsPerNano()));
    assertThat(ours).isGreaterThanOrEqualTo(exact);
    assertThat(ours.subtract(exact)).isLessThan(big(permits));
  }

  /**
   * SPEC 19.2: over every stretch between two events, what falls due in it, less what is given back in it, is at most rate
   * x time + burst.
   */
  @Property(tries = 1_000)
  void draws_underAnySchedule_neverExceedRateTimesTimePlusBurst(
      @ForAll @IntRange(min = 1, max = 6) int burst, @ForAll long seed) {
    Random random = new Random(seed);
    long per = 1_000;
    GcraStore store = new GcraStore(Rate.of(1, Duration.ofNanos(per)), burst, MAX_WAIT, time);
    List<Draw> draws = new ArrayList<>();
    List<Admission> held = new ArrayList<>();
    List<Long> due = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      switch (random.nextInt(4)) {
        case 0 -> time.move(random.nextInt((int) (2 * per)));
        case 1 -> {
          if (!held.isEmpty()) {
            int index = random.nextInt(held.size());
            Admission admission = held.remove(index);
            giveBack(store, admission, due.remove(index), draws);
          }
        }
        default -> {
          long wanted = 1L + random.nextInt(burst);
          Admission answer = store.take("key", wanted, (long) random.nextInt(10) * per);
          if (answer.isGranted()) {
            long at = time.elapsed() + answer.waitNanos();
            draws.add(new Draw(at, wanted));
            held.add(answer);
            due.add(at);
          }
        }
      }
    }
    assertBounded(draws, per, burst);
  }

  private void giveBack(GcraStore store, Admission admission, long at, List<Draw> draws) {
    long permits = admission.lease() instanceof Place place
        ? place.permits
        : (Long) requireNonNull(admission.lease());
    store.giveBack("key", admission.lease());
    store.giveBack("key", admission.lease() instanceof Place ? admission.lease() : null);
    if (at > time.elapsed()) {
      draws.remove(new Draw(at, permits)); // it never came to pass
    } else {
      draws.add(new Draw(time.elapsed(), -permits));
    }
  }

  private static void assertBounded(List<Draw> draws, long per, int burst) {
    for (Draw from : draws) {
      for (Draw to : draws) {
        if (to.at >= from.at) {
          long drawn = draws.stream()
              .filter(draw -> draw.at >= from.at && draw.at <= to.at)
              .mapToLong(Draw::permits)
              .sum();
          assertThat(drawn * per)
              .as("%d to %d: %s", from.at, to.at, draws)
              .isLessThanOrEqualTo(to.at - from.at + burst * per);
        }
      }
    }
  }

  /** SPEC 19.4: a clock that has stepped back, however far, keeps nobody waiting for longer than an empty bucket does. */
  @Property
  void clockThatStepsBack_leavesAnEmptyBucketAtWorst(
      @ForAll @LongRange(min = 1, max = Long.MAX_VALUE / 200) long back,
      @ForAll @IntRange(min = 1, max = 5) int burst) {
    GcraStore store = new GcraStore(
        Rate.of(1, Duration.ofSeconds(1)), burst, Duration.ofSeconds(2).toNanos(), time);
    time.move(Long.MAX_VALUE / 100);
    for (int i = 0; i < burst + 2; i++) {
      store.take("key", 1, MAX_WAIT);
    }
    time.move(-back);
    Admission answer = store.take("key", 1, MAX_WAIT);
    long wait = answer.isGranted() ? answer.waitNanos() : answer.retryAfterNanos();
    assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(burst + 3).toNanos());
  }

  /** SPEC 19.4: it fills again from there on, also where nobody waits. */
  @Property
  void clockThatStepsBackFar_fillsForThoseWhoDoNotWait(
      @ForAll @LongRange(min = 100, max = 1_000_000) long secondsBack,
      @ForAll @IntRange(min = 1, max = 5) int burst) {
    GcraStore store = new GcraStore(
        Rate.of(1, Duration.ofSeconds(1)), burst, Duration.ofSeconds(2).toNanos(), time);
    assertThat(store.take("key", burst, 0).isGranted()).isTrue();
    time.move(-Duration.ofSeconds(secondsBack).toNanos());
    assertThat(store.take("key", 1, 0).isGranted()).isFalse();
    time.move(Duration.ofSeconds(burst).toNanos());
    assertThat(store.available()).isEqualTo(burst);
    assertThat(store.take("key", burst, 0).isGranted()).isTrue();
  }

  /** SPEC 19.4. */
  @Property
  void quietTime_howeverLong_isNoDebt(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 65) long quiet) {
    GcraStore store = new GcraStore(Rate.of(1_000_003, Duration.ofSeconds(1)), 10, MAX_WAIT, time);
    store.take("key", 10, 0);
    time.move(Duration.ofSeconds(1).toNanos() + quiet);
    assertThat(store.available()).isEqualTo(10);
  }
}
