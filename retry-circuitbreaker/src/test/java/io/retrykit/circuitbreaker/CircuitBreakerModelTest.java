package io.retrykit.circuitbreaker;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds whatever the settings, and whatever is asked, told late, told twice or never told. */
class CircuitBreakerModelTest {
  /** SPEC 22.1, 22.2, 22.3, 22.4, 22.6, 22.7, 22.8 and 22.11: after every step as a naive one that is told the same. */
  @Property(tries = 2_000)
  void breaker_underAnyCourseOfEvents_isAsANaiveOne(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int steps) {
    Course course = new Course(seed);
    for (int i = 0; i < steps; i++) {
      course.step();
      course.assertAlike();
    }
  }

  /** SPEC 22.2: nor does it matter whether anybody looks in between. */
  @Property(tries = 1_000)
  void breaker_thatNobodyLooksAt_isAsANaiveOne(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int steps) {
    Course course = new Course(seed);
    for (int i = 0; i < steps; i++) {
      course.step();
    }
    course.assertAlike();
  }

  /** SPEC 22.8: with all leases lost it lets calls through again, in its own time, unless it was forced open. */
  @Property(tries = 1_000)
  void breaker_whoseLeasesAreAllLost_admitsAgain(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int steps) {
    Course course = new Course(seed);
    for (int i = 0; i < steps; i++) {
      course.step();
    }
    course.assertAdmitsInTheEnd();
  }

  /** SPEC 22.4, 22.8: once everything granted is told, nothing is under way, and no place is taken. */
  @Property(tries = 1_000)
  void breaker_toldOfAllItGranted_holdsNothingBack(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int steps) {
    Course course = new Course(seed);
    for (int i = 0; i < steps; i++) {
      course.step();
    }
    course.assertNothingHeldOnceAllIsTold();
  }

  /** SPEC 22.8, 22.9: on a clock that steps back and forth never too many probes, and never stuck. */
  @Property(tries = 1_000)
  void breaker_onAClockThatStepsBack_keepsItsBoundsAndAdmitsAgain(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int steps) {
    Course course = new Course(seed).withStepsBack();
    for (int i = 0; i < steps; i++) {
      course.step();
    }
    course.assertAdmitsInTheEnd();
  }
}
