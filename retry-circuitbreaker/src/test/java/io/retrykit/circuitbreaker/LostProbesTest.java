package io.retrykit.circuitbreaker;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.guard.Admission;
import io.retrykit.time.VirtualTimebase;
import org.junit.jupiter.api.Test;

/** Probes that are not heard of while their lease lasts. */
class LostProbesTest {
  private static final long FAST = ofMillis(1).toNanos();

  private final VirtualTimebase time = VirtualTimebase.manual();

  /** SPEC 22.4, 22.8: a probe that is given up on is neither, not slow. */
  @Test
  void probe_thatEndsAfterTheLeaseOfAnother_isJudgedWithoutIt() {
    CircuitBreaker breaker = halfOpenForTwo();
    ByHand.admit(breaker);
    time.advance(ofSeconds(8 + 59));
    Admission second = ByHand.admit(breaker);
    time.advance(ofSeconds(1));

    ByHand.succeed(breaker, second, FAST);
    assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
    ByHand.succeed(breaker, ByHand.admit(breaker), FAST);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  /** SPEC 22.7, 22.8: zero if a call may be granted now, long after as well as at the moment. */
  @Test
  void snapshot_longAfterTheLeasesOfLostProbes_saysThatACallMayBeMadeNow() {
    CircuitBreaker breaker = halfOpenForTwo();
    ByHand.admit(breaker);
    ByHand.admit(breaker);
    assertThat(breaker.snapshot().remaining()).contains(ofMillis(125));

    time.advance(ofSeconds(70));
    assertThat(breaker.snapshot().remaining()).contains(ofSeconds(0));
    assertThat(breaker.snapshot().overdue()).isZero();
    assertThat(ByHand.admit(breaker).isGranted()).isTrue();
  }

  private CircuitBreaker halfOpenForTwo() {
    CircuitBreaker breaker = CircuitBreaker.builder("claude")
        .slowCalls(ofSeconds(8), 50)
        .leaseTime(ofSeconds(60))
        .openTime(ofSeconds(1))
        .probes(2)
        .timebase(time)
        .build();
    breaker.open();
    time.advance(ofSeconds(1));
    return breaker;
  }
}
