package io.retrykit.ratelimit;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.Nanos;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Admission to several limits at once: what is granted, when, and what is refused. SPEC 20.1. */
class QuotaTest {
  private final VirtualTimebase time = VirtualTimebase.create();

  private QuotaBuilder bedrock() {
    return Quota.builder().timebase(time).requestsPerMinute(50).tokensPerMinute(10_000);
  }

  private static AdmissionRequest cost(long cost) {
    return AdmissionRequest.first("key", cost, Nanos.FOREVER);
  }

  private static AdmissionRequest cost(long cost, Duration remaining) {
    return AdmissionRequest.first("key", cost, remaining.toNanos());
  }

  private static Duration wait(Admission admission) {
    assertThat(admission.isGranted()).as("%s", admission).isTrue();
    return ofNanos(admission.waitNanos());
  }

  @Test
  void admit_bothDimensionsFull_drawsFromBoth() {
    Quota quota = bedrock().build();
    assertThat(wait(quota.admit(cost(4_000)))).isZero();
    assertThat(quota.available()).containsExactly(entry("requests", 49L), entry("tokens", 6_000L));
  }

  @Test
  void admit_oneDimensionShort_waitsTheLongestOfTheWaits() {
    Quota quota = bedrock().burst("requests", 1).build();
    assertThat(wait(quota.admit(cost(9_000)))).isZero();
    // requests alone: 1.2 s; tokens alone: 4,000 at 10,000 a minute
    assertThat(wait(quota.admit(cost(5_000)))).isEqualTo(ofSeconds(24));
    assertThat(wait(quota.admit(cost(10)))).isEqualTo(ofMillis(25_200));
  }

  @Test
  void admit_refused_drawsFromNoDimension() {
    Quota quota = bedrock().maxWait(ofSeconds(23)).build();
    quota.admit(cost(9_000));
    Map<String, Long> before = quota.available();
    Admission refused = quota.admit(cost(5_000));
    assertThat(refused.isGranted()).isFalse();
    assertThat(refused.retryAfterNanos()).isEqualTo(ofSeconds(24).toNanos());
    assertThat(refused.reason())
        .isEqualTo("tokens: 5000 asked for, 1000 of 10000 available, that is a wait of 24s");
    assertThat(quota.available()).isEqualTo(before);
    time.advance(ofSeconds(24));
    assertThat(wait(quota.admit(cost(5_000)))).isZero();
  }

  @Test
  void admit_moreThanABurstHolds_isRefusedForGood() {
    Quota quota = bedrock().burst("tokens", 2_000).build();
    Admission refused = quota.admit(cost(2_001));
    assertThat(refused.reason())
        .isEqualTo("tokens: 2001 asked for, which is more than the burst of 2000");
    assertThat(refused.retryAfterNanos()).isEqualTo(Admission.UNKNOWN);
    assertThat(wait(quota.admit(cost(2_000)))).isZero();
  }

  @Test
  void admit_waitAsLongAsTheDeadline_isRefused() {
    Quota quota = bedrock().build();
    quota.admit(cost(10_000));
    assertThat(quota.admit(cost(5_000, ofSeconds(30))).isGranted()).isFalse();
    assertThat(wait(quota.admit(cost(5_000, ofSeconds(30).plusNanos(1))))).isEqualTo(ofSeconds(30));
  }

  @Test
  void admit_noTimeLeftAndNoWait_isGranted() {
    assertThat(wait(bedrock().build().admit(cost(1, Duration.ZERO)))).isZero();
    assertThat(wait(bedrock().maxWait(Duration.ZERO).build().admit(cost(10_000))))
        .isZero();
  }

  @Test
  void admit_drawsNothingFromADimension_isNotHeldByIt() {
    Quota quota = bedrock().build();
    quota.admit(cost(10_000));
    assertThat(wait(quota.admit(cost(0)))).isZero();
  }

  /** While one waits for tokens its place among the requests is not used up by the time that passes. */
  @Test
  void admit_afterAWait_drawsFromEveryDimensionWhenTheWaitIsOver() {
    Quota quota = bedrock().burst("requests", 1).build();
    quota.admit(cost(10_000));
    assertThat(wait(quota.admit(cost(10_000)))).isEqualTo(ofSeconds(60));
    time.advance(ofSeconds(59));
    // tokens would allow for it after 1.06 s
    assertThat(wait(quota.admit(cost(10)))).isEqualTo(ofMillis(2_200));
    assertThat(wait(quota.admit(cost(0)))).isEqualTo(ofMillis(3_400));
  }

  @Test
  void admit_burstOfOne_spacesEvenly() {
    Quota quota = Quota.builder()
        .timebase(time)
        .requestsPerMinute(50)
        .burst(Quota.REQUESTS, 1)
        .build();
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waits.add(wait(quota.admit(cost(1))));
    }
    assertThat(waits)
        .containsExactly(Duration.ZERO, ofMillis(1_200), ofMillis(2_400), ofMillis(3_600));
  }

  @Test
  void released_whileWaiting_leavesTheQuotaAsItWas() {
    Quota quota = bedrock().burst("requests", 1).build();
    quota.admit(cost(9_000));
    Map<String, Long> before = quota.available();
    List<Admission> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waiting.add(quota.admit(cost(5_000)));
    }
    assertThat(quota.available().get("requests")).isNegative();
    Collections.shuffle(waiting, new java.util.Random(3));
    waiting.forEach(admission -> quota.released(admission.lease()));
    assertThat(quota.available()).isEqualTo(before);
    time.advance(ofSeconds(24));
    assertThat(wait(quota.admit(cost(5_000)))).isZero();
  }

  @Test
  void released_partOfTheWaitOver_givesBackWhatIsAhead() {
    Quota quota = bedrock().burst("requests", 1).build();
    quota.admit(cost(10_000));
    Admission waiting = quota.admit(cost(10_000));
    time.advance(ofSeconds(40));
    quota.released(waiting.lease());
    assertThat(quota.available()).containsExactly(entry("requests", 1L), entry("tokens", 6_666L));
  }

  /** The wait is over: the tokens are back; the request is lost, as the one who waits has the next one, and a burst holds one. */
  @Test
  void released_afterTheWait_givesBackWhatABurstHasRoomFor() {
    Quota quota = bedrock().burst("requests", 1).build();
    quota.admit(cost(10_000));
    Admission waited = quota.admit(cost(10_000));
    assertThat(wait(quota.admit(cost(0)))).isEqualTo(ofMillis(61_200));
    time.advance(ofSeconds(60));
    quota.released(waited.lease());
    assertThat(quota.available()).containsEntry("tokens", 10_000L);
    assertThat(wait(quota.admit(cost(0)))).isEqualTo(ofMillis(2_400));
  }

  @Test
  void admit_longQuiet_holdsOneBurstAndNoMore() {
    Quota quota = bedrock().build();
    quota.admit(cost(3_000));
    time.advance(ofHours(1_000_000));
    assertThat(quota.available()).containsExactly(entry("requests", 50L), entry("tokens", 10_000L));
    quota.admit(cost(10_000));
    assertThat(wait(quota.admit(cost(1)))).isEqualTo(ofMillis(6));
  }

  @Test
  void interval_notInWholeNanoseconds_isExactWhereAFractionServes() {
    Quota seven = Quota.builder()
        .timebase(time)
        .dimension("sevenths", 7, ofSeconds(1), request -> 1)
        .burst("sevenths", 1)
        .build();
    seven.admit(cost(1));
    for (int i = 1; i <= 70; i++) {
      long exact = (i * 1_000_000_000L + 6) / 7;
      assertThat(wait(seven.admit(cost(1)))).isEqualTo(ofNanos(exact));
    }
  }

  @Test
  void interval_noFractionServes_isRoundedToTheSlowSide() {
    Quota odd = Quota.builder()
        .timebase(time)
        .dimension("primes", 999_983, ofSeconds(1), AdmissionRequest::cost)
        .build();
    odd.admit(cost(999_983));
    long wait = odd.admit(cost(999_983)).waitNanos();
    assertThat(wait).isBetween(1_000_000_000L, 1_000_000_000L + 999_983 / 64 + 1);
  }

  @Test
  void admit_largestLimits_countWithoutOverflow() {
    Quota quota = Quota.builder()
        .timebase(time)
        .dimension("fast", 60_000_000_000L, ofMinutes(1), AdmissionRequest::cost)
        .dimension("slow", 7, ofDays(365), request -> 1)
        .maxWait(ofDays(10_000))
        .build();
    for (int i = 0; i < 14; i++) {
      assertThat(quota.admit(cost(60_000_000_000L)).isGranted()).isTrue();
    }
    Admission refused = quota.admit(cost(1));
    assertThat(refused.isGranted()).isFalse();
    assertThat(refused.reason()).startsWith("slow: 1 asked for, 0 of 7 available");
    assertThat(quota.available().get("slow")).isEqualTo(-7);
  }

  @Test
  void clock_stepsBack_drainsNothingAndGoesOn() {
    ManualTime clock = new ManualTime();
    Quota quota = Quota.builder()
        .timebase(clock)
        .tokensPerMinute(60)
        .maxWait(Duration.ZERO)
        .build();
    clock.move(ofHours(1).toNanos());
    assertThat(wait(quota.admit(cost(60)))).isZero();
    clock.move(-ofHours(1).toNanos());
    assertThat(quota.available()).containsExactly(entry("tokens", 0L));
    assertThat(quota.admit(cost(1)).retryAfterNanos()).isEqualTo(ofSeconds(1).toNanos());
    clock.move(ofSeconds(1).toNanos());
    assertThat(wait(quota.admit(cost(1)))).isZero();
    assertThat(quota.admit(cost(1)).isGranted()).isFalse();
  }

  @Test
  void estimate_belowZeroOrThrowing_isAnError() {
    Quota quota = Quota.builder()
        .timebase(time)
        .dimension("odd", 10, ofSeconds(1), request -> {
          if (request.cost() == 1) {
            throw new IllegalStateException("estimate");
          }
          return -5;
        })
        .build();
    assertThatThrownBy(() -> quota.admit(cost(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("estimate");
    assertThatThrownBy(() -> quota.admit(cost(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("estimate of odd must be zero or more, was -5");
    assertThat(quota.available()).containsExactly(entry("odd", 10L));
  }

  @Test
  void quota_inWords_tellsItsLimits() {
    assertThat(bedrock().name("claude").build())
        .hasToString("claude: [requests 50 per 1m, tokens 10000 per 1m]");
    assertThat(bedrock().build().name()).isEqualTo("quota");
    assertThat(bedrock().build().timed()).isFalse();
    assertThat(bedrock().build().failOpen()).isFalse();
  }
}
