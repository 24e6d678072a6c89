package io.retrykit.circuitbreaker;

import static io.retrykit.circuitbreaker.Attempts.begin;
import static io.retrykit.circuitbreaker.Attempts.endWell;
import static io.retrykit.circuitbreaker.Attempts.fail;
import static io.retrykit.circuitbreaker.Attempts.refusal;
import static io.retrykit.circuitbreaker.Attempts.succeed;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.guard.Admission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 22.9: a thread that reads the clock and then loses its processor for long has not put the clock back. */
class OvertakenReadingsTest {
  private final SettableTime time = new SettableTime(0);

  private CircuitBreaker window(boolean watched) {
    CircuitBreakerBuilder settings =
        CircuitBreaker.builder("b").timebase(time).timeWindow(ofSeconds(10)).minimumCalls(100);
    return (watched ? settings.slowCalls(ofSeconds(8), 50) : settings).build();
  }

  private void assertNothingLost(CircuitBreaker breaker, int calls) {
    succeed(breaker);
    assertThat(breaker.snapshot().calls()).isEqualTo(calls + 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void outcome_withAReadingFromBeforeTheWindow_isCountedInIt(boolean watched) {
    CircuitBreaker breaker = window(watched);
    time.step(ofMinutes(1));
    fail(breaker);
    Object lease = Attempts.begin(breaker);
    time.delayNextReading(ofSeconds(30));
    breaker.succeeded(lease, "v", 1);
    assertNothingLost(breaker, 2);

    time.delayNextReading(ofSeconds(30));
    Attempts.endBadly(breaker, lease);
    assertNothingLost(breaker, 4);
  }

  @Test
  void snapshot_withAReadingFromBeforeTheWindow_changesNothing() {
    CircuitBreaker breaker = window(false);
    time.step(ofMinutes(1));
    fail(breaker);
    time.delayNextReading(ofSeconds(30));
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
    assertNothingLost(breaker, 1);
  }

  private CircuitBreaker halfOpen(int probes) {
    CircuitBreaker breaker = CircuitBreaker.builder("b")
        .timebase(time)
        .openTime(ofSeconds(1))
        .leaseTime(ofMinutes(1))
        .probes(probes)
        .build();
    breaker.open();
    time.step(ofMinutes(10));
    return breaker;
  }

  @Test
  void request_withAReadingFromLongBeforeTheProbes_takesNobodysPlace() {
    CircuitBreaker breaker = halfOpen(1);
    begin(breaker);
    time.delayNextReading(ofMinutes(2));
    refusal(breaker);
    refusal(breaker);
  }

  @Test
  void probe_thatEndsWithSuchAReading_givesUpOnNoOther() {
    CircuitBreaker breaker = halfOpen(3);
    begin(breaker);
    Object second = begin(breaker);
    time.delayNextReading(ofMinutes(2));
    endWell(breaker, second);
    begin(breaker);
    refusal(breaker);
  }

  @Test
  void snapshot_ofProbesWithSuchAReading_givesUpOnNone() {
    CircuitBreaker breaker = halfOpen(1);
    begin(breaker);
    time.delayNextReading(ofMinutes(2));
    assertThat(breaker.snapshot().calls()).isZero();
    refusal(breaker);
  }

  /** It begins now, whatever its reading says: its lease lasts as long as any. */
  @Test
  void probe_overtakenByAnother_beginsNoEarlierThanThat() {
    CircuitBreaker breaker = halfOpen(2);
    Object first = begin(breaker);
    time.delayNextReading(ofSeconds(30));
    begin(breaker);
    endWell(breaker, first);
    time.step(ofSeconds(59));
    refusal(breaker);
    time.step(ofSeconds(1));
    assertThat(ByHand.admit(breaker).kind()).isEqualTo(Admission.Kind.GRANTED);
  }
}
