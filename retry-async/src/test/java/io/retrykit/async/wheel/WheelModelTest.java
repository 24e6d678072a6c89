package io.retrykit.async.wheel;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Whatever is scheduled and cancelled, for how long and on what clock: it fires as from a list that is looked through. */
class WheelModelTest {
  @Property(tries = 2_000)
  void wheel_underAnyCourseOfEvents_isAsAList(
      @ForAll long seed, @ForAll long start, @ForAll @IntRange(min = 1, max = 300) int steps) {
    WheelCourse course = new WheelCourse(seed, start);
    for (int i = 0; i < steps; i++) {
      course.step();
    }
    course.drain();
  }

  /** The clock wraps while things wait. */
  @Property(tries = 500)
  void wheel_onAClockThatWraps_isAsAList(
      @ForAll long seed, @ForAll @LongRange(min = 0, max = 100_000_000) long left) {
    WheelCourse course = new WheelCourse(seed, Long.MAX_VALUE - left);
    for (int i = 0; i < 100; i++) {
      course.step();
    }
    course.drain();
  }

  /** Most are in the same few slots, and more than are moved at one go. */
  @Property(tries = 50)
  void wheel_ofManyThatAreDueTogether_isAsAList(@ForAll long seed, @ForAll long start) {
    WheelCourse course = new WheelCourse(seed, start);
    course.crowd(1_000);
    for (int i = 0; i < 50; i++) {
      course.step();
    }
    course.drain();
  }
}
