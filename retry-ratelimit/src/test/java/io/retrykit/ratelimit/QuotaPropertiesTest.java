package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.Nanos;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds in each dimension whatever is drawn, settled, thrown away and in which order. */
class QuotaPropertiesTest {
  private static final long FOREVER = Duration.ofDays(1).toNanos();

  /** Something that was drawn at a moment, or, below zero, given back. */
  private record Draw(long at, long requests, long tokens) {
    long amount(boolean ofTokens) {
      return ofTokens ? tokens : requests;
    }
  }

  /** A grant that nobody has ended. */
  private record Held(Admission admission, long at, long cost) {}

  /** One random course of events, and what came of it. */
  private static final class Course {
    final ManualTime time = new ManualTime();
    final Random random;
    final int requestPer;
    final int tokenPer;
    final int requestBurst;
    final int tokenBurst;
    final Quota quota;
    final List<Draw> draws = new ArrayList<>();
    final List<Held> held = new ArrayList<>();

    Course(long seed) {
      random = new Random(seed);
      requestPer = 1 + random.nextInt(3_000);
      tokenPer = 1 + random.nextInt(300);
      requestBurst = 1 + random.nextInt(5);
      tokenBurst = 1 + random.nextInt(50);
      quota = Quota.builder()
          .timebase(time)
          .dimension(Quota.REQUESTS, 1, Duration.ofNanos(requestPer), request -> 1)
          .dimension(Quota.TOKENS, 1, Duration.ofNanos(tokenPer), AdmissionRequest::cost)
          .burst(Quota.REQUESTS, requestBurst)
          .burst(Quota.TOKENS, tokenBurst)
          .settle(Quota.TOKENS, Long.class, Long::longValue)
          .build();
    }

    void draw() {
      long cost = random.nextInt(tokenBurst + 1);
      long patience = (long) random.nextInt(4) * requestPer;
      Admission answer = quota.admit(AdmissionRequest.first("key", cost, patience + 1));
      if (answer.isGranted()) {
        long at = time.elapsed() + answer.waitNanos();
        draws.add(new Draw(at, 1, cost));
        held.add(new Held(answer, at, cost));
      }
    }

    /** Ends a grant in one of the ways there are, those first that fit its being begun or not. */
    void end() {
      if (held.isEmpty()) {
        return;
      }
      Held one = held.remove(random.nextInt(held.size()));
      boolean begun = time.elapsed() >= one.at;
      if (!begun || random.nextInt(4) == 0) {
        quota.released(one.admission.lease());
        undo(one, 1, one.cost);
      } else {
        switch (random.nextInt(3)) {
          case 0 -> {
            quota.failed(
                one.admission.lease(),
                Outcome.ofFailure(new IOException("throttled")),
                Verdict.throttled(),
                Admission.UNKNOWN);
            undo(one, 0, one.cost);
          }
          case 1 -> {
            long used = random.nextInt((int) one.cost + 1);
            quota.succeeded(one.admission.lease(), used, Admission.UNKNOWN);
            undo(one, 0, one.cost - used);
          }
          default -> quota.abandoned(one.admission.lease());
        }
      }
      quota.released(one.admission.lease()); // ended once, whoever says so again
    }

    private void undo(Held one, long requests, long tokens) {
      if (time.elapsed() < one.at) {
        draws.remove(new Draw(one.at, 1, one.cost)); // it never came to pass
      } else {
        draws.add(new Draw(time.elapsed(), -requests, -tokens));
      }
    }

    void step() {
      step(0);
    }

    /** Does something; the clock may step back by so much at the most. */
    void step(int back) {
      switch (random.nextInt(4)) {
        case 0 -> time.move(random.nextInt(2 * requestPer) - random.nextInt(back + 1));
        case 1 -> end();
        default -> draw();
      }
    }

    void assertBounded(boolean ofTokens, long per, long burst) {
      for (Draw from : draws) {
        for (Draw to : draws) {
          if (to.at >= from.at) {
            long drawn = draws.stream()
                .filter(draw -> draw.at >= from.at && draw.at <= to.at)
                .mapToLong(draw -> draw.amount(ofTokens))
                .sum();
            assertThat(drawn * per)
                .as("%s %d to %d: %s", quota, from.at, to.at, draws)
                .isLessThanOrEqualTo(to.at - from.at + burst * per);
          }
        }
      }
    }
  }

  /** SPEC 20.4: over every stretch between two events, in each dimension by itself. */
  @Property(tries = 2_000)
  void draws_underAnySchedule_neverExceedAnyLimit(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int steps) {
    Course course = new Course(seed);
    for (int i = 0; i < steps; i++) {
      course.step();
    }
    course.assertBounded(false, course.requestPer, course.requestBurst);
    course.assertBounded(true, course.tokenPer, course.tokenBurst);
  }

  /** SPEC 20.3: nothing leaks, even where the clock steps back: once all is given back and time has passed, everything is there. */
  @Property(tries = 2_000)
  void everythingGivenBack_afterAnySchedule_isAFullQuotaAgain(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int steps) {
    Course course = new Course(seed);
    for (int i = 0; i < steps; i++) {
      course.step(2 * course.requestPer);
    }
    course.held.forEach(one -> course.quota.released(one.admission.lease()));
    course.time.move(FOREVER);
    assertThat(course.quota.available())
        .containsEntry(Quota.REQUESTS, (long) course.requestBurst)
        .containsEntry(Quota.TOKENS, (long) course.tokenBurst);
  }

  /** SPEC 20.3: a draw that is given back at once has never been, whatever went before. */
  @Property(tries = 2_000)
  void drawGivenBackAtOnce_leavesTheQuotaAsItWas(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int steps) {
    Course course = new Course(seed);
    for (int i = 0; i < steps; i++) {
      course.step();
    }
    var before = course.quota.available();
    Admission answer =
        course.quota.admit(AdmissionRequest.first("key", course.tokenBurst, Nanos.FOREVER));
    course.quota.released(answer.lease());
    assertThat(course.quota.available()).isEqualTo(before);
  }

  /** SPEC 20.3: nor has a crowd that comes and leaves at one moment, in whatever order, and whoever waits already. */
  @Property(tries = 1_000)
  void crowdThatComesAndLeaves_inAnyOrder_leavesTheQuotaAsItWas(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int size) {
    Course course = new Course(seed);
    for (int i = 0; i < 30; i++) {
      course.step();
    }
    var before = course.quota.available();
    List<Admission> crowd = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      long cost = course.random.nextInt(course.tokenBurst + 1);
      crowd.add(course.quota.admit(AdmissionRequest.first("key", cost, Nanos.FOREVER)));
    }
    Collections.shuffle(crowd, course.random);
    crowd.forEach(admission -> course.quota.released(admission.lease()));
    assertThat(course.quota.available()).isEqualTo(before);
  }
}
