package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.guard.Admission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Random schedules of takes with and without waits, of give-backs of what was granted and of what is waited for, and of
 * time, beside a plain bucket that all that counts is poured through again from the beginning: nothing is had that it
 * would not have held, and nothing is lost that it would have.
 */
class LinePropertiesTest {
  private static final int PER = 10;
  private static final long MAX_WAIT = 100L * PER;

  /** Permits that fall due at a moment; below zero where some were given back. */
  private record Draw(long at, long permits) {}

  /** A grant that nobody has given back. */
  private record Held(Admission admission, Draw draw) {}

  private static final class Course {
    final ManualTime time = new ManualTime();
    final Random random;
    final int burst;
    final GcraStore store;
    final List<Draw> draws = new ArrayList<>(); // as they were made
    final List<Held> held = new ArrayList<>();

    Course(long seed, int burst) {
      this.random = new Random(seed);
      this.burst = burst;
      this.store = new GcraStore(Rate.of(1, Duration.ofNanos(PER)), burst, MAX_WAIT, time);
    }

    Admission take(long permits, long patience) {
      Admission answer = store.take("key", permits, patience);
      if (answer.isGranted()) {
        Draw draw = new Draw(time.elapsed() + answer.waitNanos(), permits);
        draws.add(draw);
        held.add(new Held(answer, draw));
      }
      return answer;
    }

    void giveBack(Held one) {
      store.giveBack("key", one.admission.lease());
      if (one.draw.at > time.elapsed()) {
        draws.remove(one.draw); // it never came to pass
      } else {
        draws.add(new Draw(time.elapsed(), -one.draw.permits));
      }
    }

    void step() {
      switch (random.nextInt(4)) {
        case 0 -> time.move(random.nextInt(2 * PER));
        case 1 -> {
          if (!held.isEmpty()) {
            giveBack(held.remove(random.nextInt(held.size())));
          }
        }
        default -> take(1L + random.nextInt(burst), (long) random.nextInt(20) * PER);
      }
    }

    Course steps(int count) {
      for (int i = 0; i < count; i++) {
        step();
      }
      return this;
    }

    /** Gives back all that is waited for, but not what was had. */
    void everybodyLeaves() {
      List<Held> waiting =
          held.stream().filter(one -> one.draw.at > time.elapsed()).toList();
      waiting.forEach(this::giveBack);
      held.removeAll(waiting);
    }

    /** Pours everything through a bucket; returns its lowest level after a draw from a moment on, and that at the end. */
    long[] levels(List<Draw> all, long from, long end) {
      List<Draw> inOrder = new ArrayList<>(all);
      inOrder.sort(Comparator.comparingLong(Draw::at)); // stable: at one moment, as they were made
      long full = (long) burst * PER;
      long level = full;
      long lowest = full;
      long at = 0;
      for (Draw draw : inOrder) {
        level = Math.min(full, level + draw.at - at);
        level = Math.min(full, level - draw.permits * PER);
        at = draw.at;
        lowest = at >= from ? Math.min(lowest, level) : lowest;
      }
      return new long[] {lowest, Math.min(full, level + Math.max(0, end - at))};
    }

    /** Returns the shortest wait with which nobody's permits are missing when they are due. */
    long shortestWait(long permits) {
      for (long wait = 0; ; wait++) {
        List<Draw> more = new ArrayList<>(draws);
        more.add(new Draw(time.elapsed() + wait, permits));
        if (levels(more, time.elapsed(), 0)[0] >= 0) {
          return wait;
        }
      }
    }
  }

  /** SPEC 19.2, 19.5: who comes has the first moment there is that leaves those who wait what they were promised. */
  @Property(tries = 500)
  void take_underAnySchedule_waitsNoLongerAndNoShorterThanItMust(
      @ForAll @IntRange(min = 1, max = 6) int burst,
      @ForAll @IntRange(min = 0, max = 60) int steps,
      @ForAll long seed) {
    Course course = new Course(seed, burst).steps(steps);
    long permits = 1L + course.random.nextInt(burst);
    long shortest = course.shortestWait(permits);
    long available = course.store.available();
    Admission answer = course.take(permits, MAX_WAIT);
    assertThat(answer.isGranted() ? answer.waitNanos() : answer.retryAfterNanos())
        .as("%s", course.draws)
        .isEqualTo(shortest);
    assertThat(available >= permits).isEqualTo(shortest == 0);
    assertThat(course.levels(course.draws, 0, 0)[0]).as("%s", course.draws).isNotNegative();
  }

  /** SPEC 19.6: nothing is missing of what was not had, whether anybody came for it or not. */
  @Property(tries = 1_000)
  void everybodyWhoWaits_leaves_exactlyWhatWasHadIsMissing(
      @ForAll @IntRange(min = 1, max = 6) int burst,
      @ForAll @IntRange(min = 0, max = 60) int steps,
      @ForAll long seed) {
    Course course = new Course(seed, burst).steps(steps);
    course.everybodyLeaves();
    for (int i = 0; i < burst; i++) {
      long level = course.levels(course.draws, 0, course.time.elapsed())[1];
      assertThat(course.store.available()).as("%s", course.draws).isEqualTo(level / PER);
      course.time.move(course.random.nextInt(2 * PER));
    }
  }

  /** SPEC 19.6: once everything is given back and time has passed, everything is there. */
  @Property(tries = 1_000)
  void everythingGivenBack_afterTheTimeOfABurst_isAFullBucket(
      @ForAll @IntRange(min = 1, max = 6) int burst,
      @ForAll @IntRange(min = 0, max = 60) int steps,
      @ForAll long seed) {
    Course course = new Course(seed, burst).steps(steps);
    course.held.forEach(course::giveBack);
    course.time.move((long) burst * PER);
    assertThat(course.store.available()).isEqualTo(burst);
    assertThat(course.store.take("key", burst, 0).isGranted()).isTrue();
    assertThat(course.store.take("key", 1, 0).isGranted()).isFalse();
  }

  /** SPEC 19.5, 19.6: with nobody waiting any more, nobody waits longer than an empty bucket takes to fill. */
  @Property(tries = 1_000)
  void everybodyWhoWaits_leaves_wholeBurstIsServedInTheTimeOfABurst(
      @ForAll @IntRange(min = 1, max = 6) int burst,
      @ForAll @IntRange(min = 0, max = 60) int steps,
      @ForAll long seed) {
    Course course = new Course(seed, burst).steps(steps);
    course.everybodyLeaves();
    assertThat(course.take(burst, MAX_WAIT).waitNanos()).isBetween(0L, (long) burst * PER);
  }

  /** SPEC 19.6: what is given back at once has never been taken, whatever went before. */
  @Property(tries = 1_000)
  void takeGivenBackAtOnce_leavesTheLimiterAsItWas(
      @ForAll @IntRange(min = 1, max = 6) int burst,
      @ForAll @IntRange(min = 0, max = 60) int steps,
      @ForAll long seed) {
    Course course = new Course(seed, burst).steps(steps);
    long permits = 1L + course.random.nextInt(burst);
    long before = course.store.available();
    Admission first = course.store.take("key", permits, MAX_WAIT);
    course.store.giveBack("key", first.lease());
    assertThat(course.store.available()).isEqualTo(before);
    Admission again = course.store.take("key", permits, MAX_WAIT);
    assertThat(again.waitNanos()).isEqualTo(first.waitNanos());
    assertThat(again.kind()).isEqualTo(first.kind());
  }
}
