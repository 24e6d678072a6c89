package io.retrykit.examples.docs;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitBreakers;
import io.retrykit.circuitbreaker.CircuitOpenException;
import io.retrykit.circuitbreaker.CircuitState;
import io.retrykit.guard.KeyLimits;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code docs/guide/breakers.md}. */
class BreakersTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Service service = new Service();
  private final String prompt = "why?";

  private static RetryPolicy once(CircuitBreaker breaker) {
    return RetryPolicy.builder().maxAttempts(1).guard(breaker).build();
  }

  private void fail(Retry retry, int times) {
    service.failing(times);
    for (int i = 0; i < times; i++) {
      assertThat(catchThrowable(() -> retry.call(() -> service.ask(prompt))))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void breaker_asItIsMade_opensAfterTwentyFailures() throws IOException {
    // docs: begin breakers/breaker
    CircuitBreaker breaker = CircuitBreaker.of("orders"); // one for all who call the service
    Retry retry = Retry.with(RetryPolicy.builder().guard(breaker).build());

    String answer = retry.call(() -> service.ask(prompt)); // each attempt asks, and counts
    // docs: end
    assertThat(answer).isEqualTo("answer to why?");
    Retry single = Retry.with(once(breaker));
    fail(single, 19);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN); // 19 of 20 calls
  }

  @Test
  void refusal_ofAnOpenBreaker_tellsWhenToComeBack() throws IOException {
    CircuitBreaker breaker =
        CircuitBreaker.builder("orders").consecutiveFailures(5).timebase(time).build();
    Retry retry = Retry.with(once(breaker));
    Output.isShown("breakers/log", Output.logged(() -> fail(retry, 5)));
    StringBuilder seen = new StringBuilder();
    // docs: begin breakers/refused
    try {
      retry.call(() -> service.ask(prompt));
    } catch (CircuitOpenException open) { // not retried, and the service is not asked
      seen.append(open.breaker()).append(", again in ").append(open.remaining().orElseThrow());
    }
    // docs: end
    assertThat(seen).hasToString("orders, again in PT30S");
    assertThat(service.calls()).isEqualTo(5);
  }

  @Test
  void breaker_forOneWhoCallsSeldom_opensAfterFiveInARow() {
    // docs: begin breakers/seldom
    CircuitBreaker breaker = CircuitBreaker.builder("orders")
        .consecutiveFailures(5) // or failures(5, 10): five of the last ten
        .openTime(Backoff.exponential(ofSeconds(5), 2, ofMinutes(2))) // longer each time
        .build();
    // docs: end
    fail(Retry.with(once(breaker)), 5);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    assertThat(breaker.snapshot().remaining().orElseThrow()).isLessThanOrEqualTo(ofSeconds(5));
  }

  @Test
  void breaker_thatLooksAtSlowCalls_isClosed() {
    // docs: begin breakers/slow
    CircuitBreaker breaker = CircuitBreaker.builder("orders")
        .timeWindow(ofSeconds(30))
        .failureRate(50) // percent
        .minimumCalls(20)
        .slowCalls(ofSeconds(5), 80) // opens as well when 80 % take longer than 5 s
        .ignore(IllegalArgumentException.class) // our mistake: neither failure nor success
        .ignoreRateLimits() // it is well, we ask too often
        .build();
    // docs: end
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    assertThat(breaker.timed()).isTrue();
    assertThat(catchThrowable(() -> breaker.run(() -> {
          throw new IllegalArgumentException("ours");
        })))
        .hasMessage("ours");
    assertThat(breaker.snapshot().calls()).isZero();
  }

  @Test
  void breaker_serviceIsBack_closesAfterItsProbes() throws IOException {
    CircuitBreaker breaker = CircuitBreaker.builder("orders").timebase(time).build();
    Retry retry = Retry.with(once(breaker));
    fail(retry, 20);
    time.advance(ofSeconds(30));
    String lines = Output.logged(() -> {
      for (int probe = 0; probe < 3; probe++) {
        retry.call(() -> service.ask(prompt));
      }
    });
    Output.isShown("breakers/back", lines);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void perKey_oneModelDown_refusesThatOneOnly() throws IOException {
    // docs: begin breakers/per-key
    CircuitBreakers models = CircuitBreaker.builder("models")
        .consecutiveFailures(5)
        .perKey(KeyLimits.defaults()); // 10,000 keys, each dropped after 10 idle minutes
    Retry retry = Retry.with(RetryPolicy.builder().maxAttempts(1).guard(models).build());

    retry.forKey("haiku").call(() -> service.ask(prompt));
    // docs: end
    fail(retry.forKey("haiku"), 5);
    assertThatThrownBy(() -> retry.forKey("haiku").call(() -> service.ask(prompt)))
        .isInstanceOf(CircuitOpenException.class);
    assertThat(retry.forKey("sonnet").call(() -> service.ask(prompt))).isEqualTo("answer to why?");
  }

  @Test
  void byHand_inAnIncident_stopsAndStartsCalls() throws IOException {
    CircuitBreaker breaker = CircuitBreaker.of("orders");
    Retry retry = Retry.with(once(breaker));
    // docs: begin breakers/by-hand
    breaker.forceOpen(); // no calls, until somebody says otherwise
    breaker.openFor(ofMinutes(5)); // or for a time
    // docs: end
    assertThatThrownBy(() -> retry.call(() -> service.ask(prompt)))
        .isInstanceOf(CircuitOpenException.class);
    // docs: begin breakers/by-hand-back
    breaker.disable(); // everything goes through and nothing is counted
    breaker.reset(); // closed, with nothing counted
    // docs: end
    assertThat(retry.call(() -> service.ask(prompt))).isEqualTo("answer to why?");
  }
}
