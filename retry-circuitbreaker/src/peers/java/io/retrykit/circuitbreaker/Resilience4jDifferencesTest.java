package io.retrykit.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.guard.Admission;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Where Resilience4j's breaker and ours part, seen on both: what {@link PeerTrace} leaves out or foresees. SPEC 22.1, 22.4,
 * 22.6, 22.7, 22.8.
 */
class Resilience4jDifferencesTest {
  private static final PeerSettings ONE_PROBE =
      new PeerSettings(true, 5, 1, 50, 0, 100, 1, 1_000);

  private final VirtualTimebase time = VirtualTimebase.manual();

  @Test
  void staleSuccess_whileTheProbeIsOut_closesTheirsAlone() {
    Resilience4jBreaker theirs = theirs(ONE_PROBE);
    CircuitBreaker ours = ours(ONE_PROBE);
    theirs.breaker.tryAcquirePermission();
    Admission stale = ours.admit(Calls.REQUEST);
    byHand(theirs, ours, CircuitState.OPEN);
    byHand(theirs, ours, CircuitState.HALF_OPEN);
    theirs.breaker.tryAcquirePermission();
    ours.admit(Calls.REQUEST);

    theirs.report(PeerOutcome.OK, 0);
    ours.succeeded(stale.lease(), null, 0);

    assertThat(theirs.state()).isEqualTo(CircuitState.CLOSED);
    assertThat(ours.state()).isEqualTo(CircuitState.HALF_OPEN);
  }

  @Test
  void lostProbe_keepsTheirsHalfOpenForEver_oursForALease() {
    Resilience4jBreaker theirs = theirs(ONE_PROBE);
    CircuitBreaker ours = ours(ONE_PROBE);
    byHand(theirs, ours, CircuitState.OPEN);
    byHand(theirs, ours, CircuitState.HALF_OPEN);
    theirs.breaker.tryAcquirePermission();
    ours.admit(Calls.REQUEST);

    time.advance(PeerSettings.LEASE);

    assertThat(theirs.breaker.tryAcquirePermission()).isFalse();
    assertThat(ours.admit(Calls.REQUEST).isGranted()).isTrue();
  }

  @Test
  void callsThatHang_areSeenByOursAlone() {
    PeerSettings settings = new PeerSettings(false, 5, 2, 100, 1_000, 50, 1, 1_000);
    Resilience4jBreaker theirs = theirs(settings);
    CircuitBreaker ours = ours(settings);
    for (int i = 0; i < 2; i++) {
      theirs.breaker.tryAcquirePermission();
      ours.admit(Calls.REQUEST);
    }

    time.advance(Duration.ofSeconds(2));

    assertThat(theirs.breaker.tryAcquirePermission()).isTrue();
    assertThat(ours.admit(Calls.REQUEST).isGranted()).isFalse();
  }

  @Test
  void openTime_isOverForOurs_whenTheirsHasAMillisecondMore() {
    Resilience4jBreaker theirs = theirs(ONE_PROBE);
    CircuitBreaker ours = ours(ONE_PROBE);
    theirs.breaker.transitionToOpenStateFor(Duration.ofSeconds(1)); // as it is, not as traces have it
    ours.openFor(Duration.ofSeconds(1));

    time.advance(Duration.ofSeconds(1));

    assertThat(theirs.breaker.tryAcquirePermission()).isFalse();
    assertThat(ours.admit(Calls.REQUEST).isGranted()).isTrue();
    time.advance(Duration.ofMillis(1));
    assertThat(theirs.breaker.tryAcquirePermission()).isTrue();
  }

  @Test
  void probesBeyondTheMinimumOfCalls_areWaitedForByOursAlone() {
    PeerSettings settings = new PeerSettings(false, 5, 1, 50, 0, 100, 3, 1_000);
    Resilience4jBreaker theirs = theirs(settings);
    CircuitBreaker ours = ours(settings);
    byHand(theirs, ours, CircuitState.OPEN);
    byHand(theirs, ours, CircuitState.HALF_OPEN);

    theirs.breaker.tryAcquirePermission();
    theirs.report(PeerOutcome.OK, 0);
    ours.run(() -> {});

    assertThat(theirs.state()).isEqualTo(CircuitState.CLOSED);
    assertThat(ours.state()).isEqualTo(CircuitState.HALF_OPEN);
  }

  @Test
  void whatItOpenedFor_isKeptByOursAlone() {
    Resilience4jBreaker theirs = theirs(ONE_PROBE);
    CircuitBreaker ours = ours(ONE_PROBE);
    theirs.report(PeerOutcome.FAIL, 0);
    PeerOutcome.FAIL.tell(ours, ours.admit(Calls.REQUEST).lease(), 0);
    assertThat(theirs.counts()).isEqualTo(new PeerCounts(1, 1, 0, 100, 0));
    assertThat(PeerCounts.of(ours.snapshot())).isEqualTo(theirs.counts());

    time.advance(Duration.ofSeconds(5));

    assertThat(theirs.counts()).isEqualTo(new PeerCounts(0, 0, 0, -1, -1));
    assertThat(PeerCounts.of(ours.snapshot())).isEqualTo(new PeerCounts(1, 1, 0, 100, 0));
  }

  @Test
  void refusals_areCountedFromTheOpeningByOurs_fromTheFirstProbeByTheirs() {
    Resilience4jBreaker theirs = theirs(ONE_PROBE);
    CircuitBreaker ours = ours(ONE_PROBE);
    byHand(theirs, ours, CircuitState.OPEN);
    byHand(theirs, ours, CircuitState.HALF_OPEN);
    theirs.breaker.tryAcquirePermission();
    theirs.breaker.tryAcquirePermission();
    Admission probe = ours.admit(Calls.REQUEST);
    ours.admit(Calls.REQUEST);

    theirs.report(PeerOutcome.FAIL, 0);
    PeerOutcome.FAIL.tell(ours, probe.lease(), 0);

    assertThat(theirs.refused()).isEqualTo(1);
    assertThat(ours.snapshot().refused()).isZero();
  }

  /** Ours probes only what was open; it can be opened out of every state. */
  @Test
  void stepsByHand_areRefusedByBothAlike_butForTwo() {
    List<String> differences = new ArrayList<>();
    for (CircuitState from : CircuitState.values()) {
      for (CircuitState to : CircuitState.values()) {
        boolean theirs = isAllowed(theirsIn(from), to);
        boolean ours = isAllowed(oursIn(from), to);
        if (theirs != ours) {
          differences.add(from + " to " + to + (ours ? ": ours" : ": theirs"));
        }
      }
    }
    assertThat(differences)
        .containsExactly(
            "DISABLED to HALF_OPEN: theirs",
            "METRICS_ONLY to OPEN: ours");
  }

  private static boolean isAllowed(Resilience4jBreaker theirs, CircuitState to) {
    return catchThrowable(() -> Steps.theirs(theirs, to, 0)) == null;
  }

  private static boolean isAllowed(CircuitBreaker ours, CircuitState to) {
    return catchThrowable(() -> Steps.ours(ours, to, 0)) == null;
  }

  private Resilience4jBreaker theirsIn(CircuitState state) {
    Resilience4jBreaker theirs = theirs(ONE_PROBE);
    if (state == CircuitState.HALF_OPEN) {
      theirs.breaker.transitionToOpenState();
    }
    Steps.theirs(theirs, state, 0);
    return theirs;
  }

  private CircuitBreaker oursIn(CircuitState state) {
    CircuitBreaker ours = ours(ONE_PROBE);
    if (state == CircuitState.HALF_OPEN) {
      ours.open();
    }
    Steps.ours(ours, state, 0);
    return ours;
  }

  private static void byHand(Resilience4jBreaker theirs, CircuitBreaker ours, CircuitState to) {
    Steps.theirs(theirs, to, 0);
    Steps.ours(ours, to, 0);
  }

  private Resilience4jBreaker theirs(PeerSettings settings) {
    return new Resilience4jBreaker(settings, time);
  }

  private CircuitBreaker ours(PeerSettings settings) {
    return settings.ours(time).build();
  }
}
