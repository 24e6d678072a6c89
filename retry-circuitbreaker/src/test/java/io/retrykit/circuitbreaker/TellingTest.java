package io.retrykit.circuitbreaker;

import static io.retrykit.circuitbreaker.Attempts.begin;
import static io.retrykit.circuitbreaker.Attempts.endBadly;
import static io.retrykit.circuitbreaker.Attempts.endWell;
import static io.retrykit.circuitbreaker.Attempts.failWith;
import static io.retrykit.circuitbreaker.Attempts.refusal;
import static io.retrykit.circuitbreaker.Attempts.succeed;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.testing.CapturedLog;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SPEC 22.5, 22.8, 22.10, 22.11: what a breaker tells of probes that hang, of its own rules, and of the time left. */
class TellingTest {
  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CircuitTransition> heard = new ArrayList<>();

  private CircuitBreakerBuilder builder() {
    return CircuitBreaker.builder("b")
        .openTime(ofSeconds(10))
        .leaseTime(ofMinutes(1))
        .listener(heard::add)
        .timebase(time);
  }

  /** Half-open with two probes; a call is slow from one second on. */
  private CircuitBreaker halfOpen() {
    CircuitBreaker breaker = builder().slowCalls(ofSeconds(1), 50).probes(2).build();
    breaker.open();
    time.advance(ofSeconds(10));
    return breaker;
  }

  @Test
  void probesThatHang_openWhenSomebodyAsks_andEverybodyIsTold() {
    CircuitBreaker breaker = halfOpen();
    begin(breaker);
    begin(breaker);
    time.advance(ofSeconds(2));
    heard.clear();
    refusal(breaker);

    assertThat(heard).extracting(CircuitTransition::to).containsExactly(CircuitState.OPEN);
    assertThat(log.warnings())
        .last()
        .isEqualTo("WARN b: HALF_OPEN -> OPEN for 10s: 0 of 2 probes failed, 2 were slow");
  }

  @Test
  void probeThatHangs_besideOneThatFailed_isCountedInTheReason() {
    CircuitBreaker breaker = halfOpen();
    Object failing = begin(breaker);
    begin(breaker);
    time.advance(ofSeconds(2));
    endBadly(breaker, failing);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    assertThat(log.warnings())
        .last()
        .isEqualTo("WARN b: HALF_OPEN -> OPEN for 10s: 1 of 2 probes failed, 1 were slow");
  }

  @Test
  void probeThatIsYoung_isNotSlow_howeverLateTheClock() {
    CircuitBreaker breaker = halfOpen();
    Object first = begin(breaker);
    assertThat(breaker.snapshot().overdue()).isZero();
    endWell(breaker, first);
    endWell(breaker, begin(breaker));
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void probeThatIsLost_isNotCountedAsSlow_onceItsLeaseIsOver() {
    CircuitBreaker breaker = halfOpen();
    begin(breaker);
    time.advance(ofSeconds(2));
    assertThat(breaker.snapshot().overdue()).isEqualTo(1);
    time.advance(ofMinutes(1));
    assertThat(breaker.snapshot().overdue()).isZero();
  }

  @Test
  void placesOfLostProbes_areFreeWithoutAnotherCall() {
    CircuitBreaker breaker = halfOpen();
    begin(breaker);
    time.advance(ofSeconds(2));
    begin(breaker);
    time.advance(ofSeconds(59)); // the first one's lease is over, the other's is not
    assertThat(breaker.snapshot().remaining()).contains(Duration.ZERO);
  }

  @Test
  void ruleThatThrows_isToldWithItsFailure_eachTime() {
    CircuitBreaker breaker = builder()
        .failureIf(failure -> broken("failure"))
        .failureIfResult(result -> broken("result"))
        .build();
    failWith(breaker, new IOException("down"));
    succeed(breaker);

    assertThat(log.warnings())
        .containsExactly(
            "WARN a rule for what counts as a failure failed: java.lang.IllegalStateException: failure",
            "WARN a rule for what counts as a failure failed: java.lang.IllegalStateException: result");
  }

  @Test
  void classifierThatThrows_isTold() {
    Classifier broken = new Classifier() {
      @Override
      public Verdict classify(Throwable failure) {
        throw new IllegalStateException("failure");
      }

      @Override
      public Verdict classifyResult(@Nullable Object result) {
        throw new IllegalStateException("result");
      }
    };
    CircuitBreaker breaker = builder().ignoreRateLimits().classifier(broken).build();
    failWith(breaker, new IOException("down"));
    succeed(breaker);

    assertThat(log.warnings()).hasSize(2).allMatch(line -> line.contains("IllegalStateException"));
  }

  @Test
  void refusal_withNoTimeLeft_saysZero_andWithAnUnknownOneNothing() {
    CircuitBreaker breaker = builder().build();
    assertThat(remaining(breaker, 0)).contains(Duration.ZERO);
    assertThat(remaining(breaker, Admission.UNKNOWN)).isEmpty();
  }

  private static Optional<Duration> remaining(CircuitBreaker breaker, long nanos) {
    Admission refused = Admission.refused("open", nanos, CircuitState.OPEN);
    return ((CircuitOpenException) breaker.refusal(refused, null)).remaining();
  }

  private static boolean broken(String message) {
    throw new IllegalStateException(message);
  }
}
