package io.retrykit.circuitbreaker;

import static io.retrykit.circuitbreaker.Attempts.begin;
import static io.retrykit.circuitbreaker.Attempts.fail;
import static io.retrykit.circuitbreaker.Attempts.refusal;
import static io.retrykit.circuitbreaker.Attempts.succeed;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.guard.KeyLimits;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a dashboard is told of a breaker. */
class CircuitSnapshotTest {
  private final VirtualTimebase time = VirtualTimebase.manual();

  private CircuitBreakerBuilder builder(String name) {
    return CircuitBreaker.builder(name)
        .timebase(time)
        .countWindow(10)
        .minimumCalls(4)
        .openTime(ofSeconds(10));
  }

  @Test
  void closed_ratesBeginWithTheMinimum() {
    CircuitBreaker breaker = builder("b").build();
    succeed(breaker, 3);
    assertThat(breaker.snapshot().failureRate()).isEmpty();
    assertThat(breaker.snapshot().slowRate()).isEmpty();
    fail(breaker);
    CircuitSnapshot snapshot = breaker.snapshot();
    assertThat(snapshot.failureRate()).hasValue(25);
    assertThat(snapshot.slowRate()).hasValue(0);
    assertThat(snapshot.remaining()).contains(Duration.ZERO);
    assertThat(snapshot.breaker()).isEqualTo("b");
  }

  /** SPEC 22.10: what it opened for, how many were refused, how long it will take. */
  @Test
  void open_showsWhyAndHowLong() {
    CircuitBreaker breaker = builder("b").build();
    succeed(breaker, 2);
    fail(breaker, 2);
    time.advance(ofMillis(2_500));
    refusal(breaker);
    refusal(breaker);
    CircuitSnapshot snapshot = breaker.snapshot();
    assertThat(snapshot.state()).isEqualTo(CircuitState.OPEN);
    assertThat(snapshot.calls()).isEqualTo(4);
    assertThat(snapshot.failed()).isEqualTo(2);
    assertThat(snapshot.failureRate()).hasValue(50);
    assertThat(snapshot.refused()).isEqualTo(2);
    assertThat(snapshot.inState()).isEqualTo(ofMillis(2_500));
    assertThat(snapshot.remaining()).contains(ofMillis(7_500));
    assertThat(breaker).hasToString("b: open for 2.5s, 2 of 4 calls failed, 2 refused");
  }

  /** SPEC 22.7. */
  @Test
  void halfOpen_countsProbes() {
    CircuitBreaker breaker = builder("b").probes(2).build();
    breaker.open();
    time.advance(ofSeconds(10));
    succeed(breaker);
    begin(breaker);
    refusal(breaker);
    CircuitSnapshot snapshot = breaker.snapshot();
    assertThat(snapshot.calls()).isEqualTo(1);
    assertThat(snapshot.failureRate()).as("not all of them are known").isEmpty();
    assertThat(snapshot.refused()).isEqualTo(1);
    assertThat(breaker).hasToString("b: half-open for 0s, 0 of 1 calls failed, 1 refused");
  }

  @Test
  void reopened_showsTheProbesItOpenedFor() {
    CircuitBreaker breaker = builder("b").probes(1).build();
    breaker.open();
    time.advance(ofSeconds(10));
    fail(breaker);
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
    assertThat(breaker.snapshot().failureRate()).hasValue(100);
  }

  @Test
  void looking_changesNothing() {
    CircuitBreaker breaker = builder("b").build();
    breaker.open();
    time.advance(ofSeconds(11));
    assertThat(breaker).hasToString("b: open for 11s, 0 of 0 calls failed");
    assertThat(breaker.snapshot().remaining()).contains(Duration.ZERO);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void slowCalls_areShownWithThoseUnderWay() {
    CircuitBreaker breaker = builder("b").slowCalls(ofSeconds(8), 90).build();
    begin(breaker);
    breaker.run(() -> time.advance(ofSeconds(9)));
    succeed(breaker, 2);
    CircuitSnapshot snapshot = breaker.snapshot();
    assertThat(snapshot.slow()).isEqualTo(1);
    assertThat(snapshot.overdue()).isEqualTo(1);
    assertThat(snapshot.slowRate()).hasValue(50);
    assertThat(snapshot.failureRate()).as("three have ended").isEmpty();
    assertThat(breaker).hasToString("b: closed for 9s, 0 of 3 calls failed, 2 were slow");
  }

  /** SPEC 22.13: each key under its own name, in order. */
  @Test
  void registry_showsEachKey() {
    CircuitBreakers breakers = builder("model").perKey(KeyLimits.defaults().withTimebase(time));
    breakers.get("opus").forceOpen();
    succeed(breakers.get("haiku"));
    List<CircuitSnapshot> snapshots = breakers.snapshots();
    assertThat(snapshots)
        .extracting(CircuitSnapshot::breaker)
        .containsExactly("model[haiku]", "model[opus]");
    assertThat(snapshots)
        .extracting(CircuitSnapshot::state)
        .containsExactly(CircuitState.CLOSED, CircuitState.FORCED_OPEN);
    assertThat(breakers).hasToString("model, for each of 2 keys");
    assertThat(breakers.find("sonnet")).isEmpty();
    assertThat(breakers.keys()).containsExactlyInAnyOrder("haiku", "opus");
  }
}
