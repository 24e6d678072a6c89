package io.retrykit.ratelimit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.Nanos;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The line of those who wait: places in order, and what becomes of those that are left. SPEC 19.5, 19.6. */
class RateLimiterLineTest {
  private final VirtualTimebase time = VirtualTimebase.create();

  /** A permit a second. */
  private RateLimiter withBurst(long burst) {
    RateLimiter limiter =
        RateLimiter.builder(1, ofSeconds(1)).burst(burst).timebase(time).build();
    assertThat(limiter.tryAcquire(burst)).isTrue();
    return limiter;
  }

  private static Admission join(RateLimiter limiter, long permits) {
    Admission answer = limiter.admit(AdmissionRequest.first("key", permits, Nanos.FOREVER));
    assertThat(answer.isGranted()).as("%s", answer).isTrue();
    return answer;
  }

  private static Duration waitOf(RateLimiter limiter, long permits) {
    return ofNanos(join(limiter, permits).waitNanos());
  }

  private static List<Admission> join(RateLimiter limiter, int count) {
    List<Admission> line = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      line.add(join(limiter, 1L));
    }
    return line;
  }

  /** SPEC 19.5. */
  @Test
  void admit_oneAfterTheOther_waitsInOrder() {
    RateLimiter limiter = withBurst(2);
    assertThat(waitOf(limiter, 1)).isEqualTo(ofSeconds(1));
    assertThat(waitOf(limiter, 2)).isEqualTo(ofSeconds(3));
    time.advance(ofMillis(500));
    assertThat(waitOf(limiter, 1)).isEqualTo(ofMillis(3_500));
    assertThat(limiter.availablePermits()).isZero();
  }

  /** SPEC 19.5: the place of one who leaves goes to the next to come; those behind keep theirs. */
  @Test
  void released_inTheMiddle_leavesThePlaceToTheNextToCome() {
    RateLimiter limiter = withBurst(1);
    List<Admission> line = join(limiter, 4);
    limiter.released(line.get(2).lease());
    limiter.released(line.get(1).lease());
    assertThat(waitOf(limiter, 1)).isEqualTo(ofSeconds(2));
    assertThat(waitOf(limiter, 1)).isEqualTo(ofSeconds(3));
    assertThat(waitOf(limiter, 1)).isEqualTo(ofSeconds(5));
  }

  /** SPEC 19.3, 19.5: also where the end of the line is too far away. */
  @Test
  void released_placeWithinTheLongestWait_isFoundByOneWhoCannotWaitForTheEnd() {
    RateLimiter limiter = withBurst(1);
    List<Admission> line = join(limiter, 5);
    assertThat(limiter.admit(within(ofSeconds(3))).isGranted()).isFalse();
    limiter.released(line.get(1).lease());
    assertThat(limiter.admit(within(ofSeconds(2))).isGranted()).isFalse();
    Admission granted = limiter.admit(within(ofSeconds(3)));
    assertThat(ofNanos(granted.waitNanos())).isEqualTo(ofSeconds(2));
    assertThat(limiter.admit(within(ofSeconds(3))).isGranted()).isFalse();
  }

  private static AdmissionRequest within(Duration remaining) {
    return AdmissionRequest.first("key", 1, remaining.toNanos());
  }

  /** SPEC 19.5: nobody can use a place that a bucket has no room for, or the rate would be exceeded behind it. */
  @Test
  void released_placeThatHasPassedWithNoRoomForIt_isGone() {
    RateLimiter limiter = withBurst(1);
    List<Admission> line = join(limiter, 3);
    limiter.released(line.get(0).lease());
    time.advance(ofMillis(1_500));
    assertThat(waitOf(limiter, 1)).isEqualTo(ofMillis(2_500));
  }

  /** SPEC 19.6: what nobody came for stays in the bucket, beside what those draw who wait still. */
  @Test
  void released_placesThatPassWhileOneWaits_areThereToTake() {
    RateLimiter limiter = withBurst(10);
    List<Admission> line = join(limiter, 6);
    line.subList(0, 5).forEach(admission -> limiter.released(admission.lease()));
    time.advance(ofMillis(3_500));
    assertThat(limiter.availablePermits()).isEqualTo(3);
    time.advance(ofMillis(2_500));
    assertThat(limiter.availablePermits()).isEqualTo(5);
    assertThat(limiter.tryAcquire(5)).isTrue();
    assertThat(limiter.tryAcquire()).isFalse();
  }

  /** SPEC 19.5: places that are too small by themselves add up. */
  @Test
  void released_singlePlaces_addUpForOneWhoNeedsMore() {
    RateLimiter limiter = withBurst(10);
    List<Admission> line = join(limiter, 10);
    line.subList(0, 9).forEach(admission -> limiter.released(admission.lease()));
    assertThat(waitOf(limiter, 2)).isEqualTo(ofSeconds(2));
    assertThat(waitOf(limiter, 7)).isEqualTo(ofSeconds(9));
    assertThat(waitOf(limiter, 1)).isEqualTo(ofSeconds(11));
  }

  /** SPEC 19.5: whoever comes has the first moment that leaves those who wait theirs; the rest is for the next. */
  @Test
  void released_heavyPlace_isSharedByThoseWhoFit() {
    RateLimiter limiter = withBurst(3);
    Admission light = join(limiter, 1L);
    Admission heavy = join(limiter, 3L);
    join(limiter, 1L);
    limiter.released(light.lease());
    limiter.released(heavy.lease());
    assertThat(waitOf(limiter, 2)).isEqualTo(ofSeconds(2));
    assertThat(waitOf(limiter, 1)).isEqualTo(ofSeconds(3));
    assertThat(waitOf(limiter, 1)).isEqualTo(ofSeconds(4));
    assertThat(waitOf(limiter, 1)).isEqualTo(ofSeconds(6));
  }

  /** SPEC 19.5: two who left their shares of one place leave all of it. */
  @Test
  void released_sharesOfOnePlace_fitOneWhoNeedsBoth() {
    RateLimiter limiter = withBurst(2);
    Admission heavy = join(limiter, 2L);
    join(limiter, 1L);
    limiter.released(heavy.lease());
    List<Admission> shares = join(limiter, 2);
    shares.forEach(share -> limiter.released(share.lease()));
    assertThat(waitOf(limiter, 2)).isEqualTo(ofSeconds(2));
  }

  /** SPEC 19.6: when everybody has left, in whatever order, it is as if nobody had come. */
  @Test
  void released_everybody_leavesTheLimiterAsItWas() {
    for (int order = 0; order < 20; order++) {
      RateLimiter limiter = withBurst(5);
      List<Admission> line = join(limiter, 10);
      if (order == 1) {
        Collections.reverse(line);
      } else if (order > 1) { // else as they came
        Collections.shuffle(line, new Random(order));
      }
      line.forEach(admission -> limiter.released(admission.lease()));
      assertThat(limiter.availablePermits()).isZero();
      time.advance(ofSeconds(4));
      assertThat(limiter.availablePermits()).as("order %d", order).isEqualTo(4);
      assertThat(waitOf(limiter, 5)).isEqualTo(ofSeconds(1));
    }
  }

  /** SPEC 19.6: the end of the line moves back to the last who still waits. */
  @Test
  void released_theEndOfTheLine_isShortenedToTheLastWhoWaits() {
    RateLimiter limiter = withBurst(1);
    List<Admission> line = join(limiter, 6);
    for (int index : new int[] {3, 4, 1, 5}) {
      limiter.released(line.get(index).lease());
    }
    assertThat(waitOf(limiter, 1)).isEqualTo(ofSeconds(2));
    assertThat(waitOf(limiter, 1)).isEqualTo(ofSeconds(4));
  }

  /** SPEC 19.6: nobody waits any more, so permits that come back are permits at hand. */
  @Test
  void released_afterEverybodyLeft_isAtHand() {
    RateLimiter limiter = RateLimiter.builder(1, ofSeconds(1)).timebase(time).build();
    @Nullable Object first = limiter.admit(within(ofSeconds(1))).lease();
    limiter.released(join(limiter, 1L).lease());
    limiter.released(first);
    assertThat(limiter.tryAcquire()).isTrue();
  }

  /** SPEC 19.6: given back once. */
  @Test
  void released_twice_isOnce() {
    RateLimiter limiter = withBurst(1);
    List<Admission> line = join(limiter, 3);
    limiter.released(line.get(0).lease());
    limiter.released(line.get(0).lease());
    assertThat(waitOf(limiter, 1)).isEqualTo(ofSeconds(1));
    assertThat(waitOf(limiter, 1)).isEqualTo(ofSeconds(4));
    time.advance(ofSeconds(10));
    limiter.tryAcquire();
    limiter.released(line.get(1).lease());
    limiter.released(line.get(1).lease());
    assertThat(limiter.availablePermits()).isEqualTo(1);
  }

  /** SPEC 19.5: what was at hand and comes back while others wait is at hand for who comes next, once. */
  @Test
  void released_atHandWhileOthersWait_goesToTheNextToCome() {
    RateLimiter limiter =
        RateLimiter.builder(1, ofSeconds(1)).burst(3).timebase(time).build();
    List<Admission> atHand = join(limiter, 3);
    join(limiter, 1L);
    limiter.released(atHand.get(0).lease());
    assertThat(limiter.availablePermits()).isEqualTo(1);
    assertThat(waitOf(limiter, 1)).isZero();
    assertThat(waitOf(limiter, 1)).isEqualTo(ofSeconds(2));
  }

  /** SPEC 19.4, 19.6: a clock that steps back far leaves an empty bucket, and places that nobody gets anything for. */
  @Test
  void released_afterTheClockHasSteppedBackFar_isAnEmptyBucketAtWorst() {
    ManualTime manual = new ManualTime();
    RateLimiter limiter = RateLimiter.builder(1, ofSeconds(1))
        .burst(3)
        .maxWait(ofSeconds(9))
        .timebase(manual)
        .build();
    limiter.tryAcquire(3);
    List<Admission> line = join(limiter, 5);
    limiter.released(line.get(1).lease());
    manual.move(-Duration.ofHours(1).toNanos());
    limiter.released(line.get(2).lease());
    assertThat(waitOf(limiter, 3)).isEqualTo(ofSeconds(3));
    limiter.released(line.get(3).lease());
    assertThat(waitOf(limiter, 1)).isEqualTo(ofSeconds(4));
    manual.move(ofSeconds(8).toNanos());
    assertThat(limiter.availablePermits()).isEqualTo(3);
  }

  /** SPEC 19.6: a service that shuts down cancels all of them at once; each is found among the others. */
  @Test
  void released_aVeryLongLine_isCleared() {
    RateLimiter limiter =
        RateLimiter.builder(1_000_000, ofSeconds(1)).burst(1).timebase(time).build();
    limiter.tryAcquire();
    join(limiter, 50_000).forEach(admission -> limiter.released(admission.lease()));
    assertThat(waitOf(limiter, 1)).isEqualTo(ofNanos(1_000));
  }
}
