package io.retrykit.circuitbreaker;

import static io.retrykit.circuitbreaker.Attempts.begin;
import static io.retrykit.circuitbreaker.Attempts.fail;
import static io.retrykit.circuitbreaker.Attempts.refusal;
import static io.retrykit.circuitbreaker.Attempts.succeed;
import static io.retrykit.testing.Attempts.succeedAfter;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.time.VirtualTimebase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 22.2, 22.3, 22.4, 22.7: outcomes that decide though they look harmless, and old ones that must not. */
class DecidingMomentsTest {
  private final VirtualTimebase time = VirtualTimebase.manual();

  private CircuitBreakerBuilder builder(boolean ofTime) {
    CircuitBreakerBuilder builder =
        CircuitBreaker.builder("b").openTime(ofSeconds(10)).timebase(time);
    return ofTime ? builder.timeWindow(ofSeconds(10), 10) : builder.countWindow(10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void success_thatReachesTheMinimum_opens(boolean ofTime) {
    CircuitBreaker breaker = builder(ofTime).minimumCalls(4).build();
    fail(breaker, 3);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    succeed(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void probesThatHang_putTheThresholdOutOfReach() {
    CircuitBreaker breaker =
        builder(false).slowCalls(ofSeconds(1), 50).probes(3).successThreshold(2).build();
    breaker.open();
    time.advance(ofSeconds(10));
    begin(breaker);
    begin(breaker);
    time.advance(ofSeconds(2));
    refusal(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void windowAsLongAsAWord_keepsFailuresAndSlownessApart() {
    CircuitBreaker breaker = builder(false)
        .countWindow(64)
        .minimumCalls(64)
        .failureRate(100)
        .slowCalls(ofSeconds(1), 100)
        .build();
    fail(breaker, 32);
    for (int i = 0; i < 32; i++) {
      succeedAfter(breaker, ofSeconds(2).toNanos());
    }
    assertThat(breaker.snapshot().failed()).isEqualTo(32);
    assertThat(breaker.snapshot().slow()).isEqualTo(32);
  }

  /** The failure is older than the window when the call that hangs is seen to be slow. */
  @Test
  void callThatHangs_isNotJudgedTogetherWithWhatIsForgotten() {
    CircuitBreaker breaker = builder(true)
        .minimumCalls(2)
        .failureRate(100)
        .slowCalls(ofSeconds(1), 50)
        .build();
    fail(breaker);
    begin(breaker);
    time.advance(ofSeconds(11));
    begin(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void rate_ofFewerCallsThanTheMinimum_isUnknown_openAndDisabledToo() {
    CircuitBreaker breaker = builder(false).minimumCalls(4).build();
    fail(breaker, 2);
    breaker.open();
    assertThat(breaker.snapshot().calls()).isEqualTo(2);
    assertThat(breaker.snapshot().failureRate()).isEmpty();
    breaker.disable();
    assertThat(breaker.snapshot().failureRate()).isEmpty();
  }
}
