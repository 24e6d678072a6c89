package io.retrykit.circuitbreaker;

import static io.retrykit.circuitbreaker.Attempts.begin;
import static io.retrykit.circuitbreaker.Attempts.endWell;
import static io.retrykit.circuitbreaker.Attempts.refusal;
import static io.retrykit.circuitbreaker.Attempts.succeed;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 22.4: calls that take too long, those included that have not ended yet. */
class SlowCallsTest {
  private static final Duration THRESHOLD = ofSeconds(8);

  private final VirtualTimebase time = VirtualTimebase.manual();

  private CircuitBreakerBuilder builder() {
    return CircuitBreaker.builder("b")
        .timebase(time)
        .countWindow(10)
        .minimumCalls(4)
        .slowCalls(THRESHOLD, 50);
  }

  private CircuitBreaker breaker(boolean timeWindow) {
    return timeWindow ? builder().timeWindow(ofMinutes(10)).build() : builder().build();
  }

  private void call(CircuitBreaker breaker, Duration took) {
    breaker.run(() -> time.advance(took));
  }

  private static List<Object> begun(CircuitBreaker breaker, int calls) {
    List<Object> leases = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      leases.add(begin(breaker));
    }
    return leases;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void calls_thatTakeAsLongAsTheThreshold_areNotSlow_longerOnesAre(boolean timeWindow) {
    CircuitBreaker breaker = breaker(timeWindow);
    call(breaker, THRESHOLD);
    call(breaker, THRESHOLD);
    call(breaker, THRESHOLD.plusNanos(1));
    assertThat(breaker.snapshot().slow()).isEqualTo(1);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);

    call(breaker, THRESHOLD.plusNanos(1));
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    assertThat(breaker.snapshot().slowRate()).hasValue(50);
    assertThat(breaker.snapshot().failed()).isZero();
  }

  @Test
  void failures_thatTakeLong_areSlowToo() {
    CircuitBreaker breaker = builder().failureRate(100).build();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> breaker.run(() -> {
            time.advance(ofSeconds(9));
            throw new IOException("late and broken");
          }))
          .isInstanceOf(IOException.class);
    }
    assertThat(breaker.snapshot().slow()).isEqualTo(2);
    assertThat(breaker.snapshot().failed()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callsUnderWay_areSlowAtTheThreshold_neverEarlier_anEighthLaterAtMost(boolean timeWindow) {
    CircuitBreaker breaker = breaker(timeWindow);
    begun(breaker, 4);
    time.advance(THRESHOLD.minusNanos(1));
    assertThat(breaker.snapshot().overdue()).isZero();

    time.advance(ofNanos(1).plusSeconds(1));
    assertThat(breaker.snapshot().overdue()).isEqualTo(4);
    assertThat(refusal(breaker).reason()).isEqualTo("the circuit is open");
  }

  @Test
  void callsUnderWay_thatEndInTime_wereNeverSlow() {
    CircuitBreaker breaker = builder().build();
    List<Object> leases = begun(breaker, 4);
    time.advance(ofSeconds(7));
    leases.forEach(lease -> breaker.succeeded(lease, "v", ofSeconds(7).toNanos()));
    time.advance(ofHours(1));
    succeed(breaker);
    assertThat(breaker.snapshot().slow()).isZero();
    assertThat(breaker.snapshot().overdue()).isZero();
    assertThat(breaker.snapshot().calls()).isEqualTo(5);
  }

  /** A dashboard must not hide from the next caller what it has seen first. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callsUnderWay_seenByASnapshotFirst_openAllTheSame(boolean timeWindow) {
    CircuitBreaker breaker = breaker(timeWindow);
    succeed(breaker, 10);
    begun(breaker, 10);
    time.advance(ofSeconds(10));
    assertThat(breaker.snapshot().overdue()).isEqualTo(10);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED); // looking changes nothing
    refusal(breaker);
  }

  /** SPEC 22.2: a success is followed by the judgement too, when it is the one that makes the minimum. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callsUnderWay_successReachesTheMinimum_opens(boolean timeWindow) {
    CircuitBreaker breaker = timeWindow
        ? builder().minimumCalls(10).timeWindow(ofMinutes(10)).build()
        : builder().minimumCalls(10).build();
    succeed(breaker, 2);
    begun(breaker, 5);
    time.advance(ofSeconds(10));
    succeed(breaker, 2);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    succeed(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void callsUnderWay_heardOfAtLast_countOnce() {
    CircuitBreaker breaker = builder().minimumCalls(10).build();
    List<Object> leases = begun(breaker, 3);
    time.advance(ofSeconds(10));
    assertThat(breaker.snapshot().overdue()).isEqualTo(3);
    breaker.succeeded(leases.get(0), "v", ofSeconds(10).toNanos());
    breaker.abandoned(leases.get(1));
    assertThat(breaker.snapshot().overdue()).isEqualTo(1);
    assertThat(breaker.snapshot().slow()).isEqualTo(1);
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
  }

  /** A call that is never heard of is slow until its lease is over, and no longer; that begins when it becomes slow. */
  @Test
  void callsUnderWay_neverHeardOf_areForgottenWithTheirLease() {
    CircuitBreaker breaker = builder().minimumCalls(10).leaseTime(ofMinutes(1)).build();
    List<Object> leases = begun(breaker, 3);
    time.advance(ofSeconds(9)); // the eighth included
    time.advance(ofSeconds(59));
    assertThat(breaker.snapshot().overdue()).isEqualTo(3);
    time.advance(ofSeconds(1));
    assertThat(breaker.snapshot().overdue()).isZero();
    leases.forEach(lease -> endWell(breaker, lease));
    assertThat(breaker.snapshot().overdue()).isZero();
    assertThat(breaker.snapshot().calls()).isEqualTo(3);
  }

  /** What hangs must be seen whatever the lease: a threshold of a minute is ordinary for a language model. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callsUnderWay_aboveAThresholdAsLongAsTheLease_areSlowAllTheSame(boolean timeWindow) {
    CircuitBreakerBuilder settings = builder().slowCalls(ofSeconds(64), 50).leaseTime(ofSeconds(8));
    CircuitBreaker breaker = (timeWindow ? settings.timeWindow(ofMinutes(10)) : settings).build();
    begun(breaker, 4);
    time.advance(ofSeconds(72));
    assertThat(breaker.snapshot().overdue()).isEqualTo(4);
    assertThat(refusal(breaker).reason()).isEqualTo("the circuit is open");
  }

  /** SPEC 22.8: a probe is given up on later than it is slow. */
  @Test
  void probes_aboveAThresholdAsLongAsTheLease_areSlowAllTheSame() {
    CircuitBreaker breaker = builder()
        .slowCalls(ofMinutes(1), 50)
        .leaseTime(ofMinutes(1))
        .openTime(ofSeconds(1))
        .probes(1)
        .build();
    breaker.open();
    time.advance(ofSeconds(1));
    begin(breaker);
    time.advance(ofMinutes(1).plusNanos(1));
    assertThat(refusal(breaker).reason()).isEqualTo("the circuit is open");
    assertThat(breaker.snapshot().overdue()).isEqualTo(1);
  }

  @Test
  void probes_thatAreSlow_openAgain() {
    CircuitBreaker breaker = builder().probes(2).openTime(ofSeconds(1)).build();
    breaker.open();
    time.advance(ofSeconds(1));
    call(breaker, ofSeconds(9));
    succeed(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    assertThat(breaker.snapshot().slow()).isEqualTo(1);
  }

  /** Half-open, all probes hang: nobody has to wait for their leases. */
  @Test
  void probes_thatHang_openAgainWithTheNextCall() {
    CircuitBreaker breaker = builder().probes(2).openTime(ofSeconds(1)).build();
    breaker.open();
    time.advance(ofSeconds(1));
    begun(breaker, 2);
    refusal(breaker);
    time.advance(THRESHOLD.plusNanos(1));
    assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
    assertThat(refusal(breaker).retryAfterNanos()).isEqualTo(ofSeconds(1).toNanos());
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    assertThat(breaker.snapshot().overdue()).isEqualTo(2);
  }

  /** What has ended is not kept until its lease would have been over: a busy breaker stays small. */
  @Test
  void calls_thatHaveEnded_areNotKept() {
    CircuitBreaker breaker =
        builder().slowCalls(ofMillis(8), 50).leaseTime(ofHours(1)).build();
    Object hanging = begin(breaker);
    succeed(breaker, 100);
    for (int i = 0; i < 10_000; i++) {
      succeed(breaker);
      time.advance(ofMillis(1));
    }
    assertThat(breaker.snapshot().overdue()).isEqualTo(1);
    assertThat(Footprint.objects(breaker)).isLessThan(200);
    breaker.abandoned(hanging);
    assertThat(breaker.snapshot().overdue()).isZero();
  }

  /** Nor is what was still under way when it became slow and has ended since, whether or not something older hangs. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void calls_thatHaveEndedAfterTheThreshold_areNotKept(boolean behindOneThatHangs) {
    CircuitBreaker breaker = builder()
        .slowCalls(ofMillis(8), 50)
        .minimumCalls(10)
        .leaseTime(ofHours(1))
        .build();
    List<Object> leases = begun(breaker, behindOneThatHangs ? 1 : 0);
    Deque<Object> underWay = new ArrayDeque<>();
    for (int i = 0; i < 10_000; i++) {
      underWay.add(begin(breaker));
      time.advance(ofMillis(1));
      if (underWay.size() > 10) {
        breaker.abandoned(underWay.remove());
      }
    }
    assertThat(breaker.snapshot().overdue()).isEqualTo(leases.size() + 2);
    assertThat(Footprint.objects(breaker)).isLessThan(200);
    underWay.forEach(breaker::abandoned);
    leases.forEach(breaker::abandoned);
    assertThat(breaker.snapshot().overdue()).isZero();
  }

  /** Whoever never ends a call, and never lets go of its lease, does not hold on to all that came after it. */
  @Test
  void leases_thatAreHeldForEver_holdNothingElse() {
    CircuitBreaker breaker =
        builder().slowCalls(ofMillis(8), 50).leaseTime(ofMillis(8)).build();
    Object hanging = begin(breaker);
    Object ended = begin(breaker);
    for (int i = 0; i < 10_000; i++) {
      succeed(breaker);
      time.advance(ofMillis(1));
    }
    assertThat(Footprint.objects(hanging)).isLessThan(200);
    breaker.abandoned(ended);
    assertThat(Footprint.objects(ended)).isLessThan(200);
  }
}
