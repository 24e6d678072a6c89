package io.retrykit.circuitbreaker;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.guard.Admission;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Calls that are not heard of: when they begin to count, and when they no longer do. */
class HangingCallsTest {
  private static final long FAST = ofMillis(1).toNanos();
  private static final Duration SLOW_FOR_CERTAIN = ofSeconds(9);

  private final VirtualTimebase time = VirtualTimebase.manual();

  private CircuitBreakerBuilder watching() {
    return CircuitBreaker.builder("claude")
        .slowCalls(ofSeconds(8), 50)
        .leaseTime(ofSeconds(60))
        .timebase(time);
  }

  /** SPEC 22.4: looking at the breaker is not what tells it. */
  @Test
  void callsThatHang_watchedByADashboard_stillOpenTheBreaker() {
    CircuitBreaker breaker = watching().minimumCalls(2).build();
    ByHand.admit(breaker);
    ByHand.admit(breaker);
    time.advance(ofSeconds(9));

    assertThat(breaker.snapshot().overdue()).isEqualTo(2);
    assertThat(ByHand.admit(breaker).isGranted()).isFalse();
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  /** SPEC 22.4 */
  @Test
  void snapshot_whenTheLeasesOfHangingCallsAreOver_forgetsThem() {
    CircuitBreaker breaker = watching().build();
    ByHand.admit(breaker);
    time.advance(SLOW_FOR_CERTAIN.plusSeconds(59));
    assertThat(breaker.snapshot().overdue()).isEqualTo(1);

    time.advance(ofSeconds(1));
    assertThat(breaker.snapshot().overdue()).isZero();
  }

  /** SPEC 22.2: a success is followed by the judgement, if only because it makes up the minimum. */
  @Test
  void success_thatMakesUpTheMinimum_whileCallsHang_opens() {
    CircuitBreaker breaker =
        watching().timeWindow(ofSeconds(60)).minimumCalls(4).build();
    ByHand.admit(breaker);
    ByHand.admit(breaker);
    time.advance(ofSeconds(9));
    Admission third = ByHand.admit(breaker);
    Admission fourth = ByHand.admit(breaker);

    ByHand.succeed(breaker, third, FAST);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    ByHand.succeed(breaker, fourth, FAST);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  /** SPEC 22.2, 22.4: nobody has to ask for a call in between. */
  @Test
  void outcome_whenACallHasBecomeSlowSinceTheLastAdmission_isJudgedWithIt() {
    CircuitBreaker breaker = watching().minimumCalls(2).build();
    ByHand.admit(breaker);
    time.advance(ofMillis(8_900));
    Admission late = ByHand.admit(breaker);
    time.advance(ofMillis(100));

    ByHand.succeed(breaker, late, FAST);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  /** SPEC 22.4: until their lease is over, and no longer. */
  @Test
  void outcome_whenTheLeaseOfAHangingCallIsOver_isJudgedWithoutIt() {
    CircuitBreaker breaker = watching().minimumCalls(2).build();
    ByHand.admit(breaker);
    time.advance(SLOW_FOR_CERTAIN.plusSeconds(59));
    Admission late = ByHand.admit(breaker);
    time.advance(ofSeconds(1));

    ByHand.succeed(breaker, late, FAST);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }
}
