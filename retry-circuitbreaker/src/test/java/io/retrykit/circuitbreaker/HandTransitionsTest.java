package io.retrykit.circuitbreaker;

import static io.retrykit.circuitbreaker.Attempts.begin;
import static io.retrykit.circuitbreaker.Attempts.endBadly;
import static io.retrykit.circuitbreaker.Attempts.endWell;
import static io.retrykit.circuitbreaker.Attempts.fail;
import static io.retrykit.circuitbreaker.Attempts.refusal;
import static io.retrykit.circuitbreaker.Attempts.succeed;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.guard.Admission;
import io.retrykit.time.VirtualTimebase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SPEC 22.1: the states somebody sets by hand. */
class HandTransitionsTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CircuitTransition> steps = new ArrayList<>();
  private final List<CircuitSnapshot> thresholds = new ArrayList<>();
  private final CircuitBreaker breaker = CircuitBreaker.builder("b")
      .timebase(time)
      .countWindow(4)
      .openTime(ofSeconds(10))
      .listener(new CircuitListener() {
        @Override
        public void onTransition(CircuitTransition transition) {
          steps.add(transition);
        }

        @Override
        public void onThreshold(CircuitSnapshot snapshot) {
          thresholds.add(snapshot);
        }
      })
      .build();

  private void bring(CircuitState state) {
    switch (state) {
      case CLOSED -> breaker.reset();
      case OPEN -> breaker.open();
      case HALF_OPEN -> {
        breaker.open();
        breaker.halfOpen();
      }
      case FORCED_OPEN -> breaker.forceOpen();
      case DISABLED -> breaker.disable();
      case METRICS_ONLY -> breaker.metricsOnly();
    }
    assertThat(breaker.state()).isEqualTo(state);
  }

  @ParameterizedTest
  @EnumSource
  void reset_fromAnyState_closesAndForgets(CircuitState state) {
    fail(breaker, 2);
    bring(state);
    Object late = state == CircuitState.OPEN || state == CircuitState.FORCED_OPEN
        ? new Object()
        : begin(breaker);
    breaker.reset();
    endBadly(breaker, late);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    assertThat(breaker.snapshot().calls()).isZero();
    fail(breaker, 4);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  @ParameterizedTest
  @EnumSource
  void open_fromAnyState_isOpenForItsTime(CircuitState state) {
    bring(state);
    time.advance(ofSeconds(9));
    breaker.open();
    assertThat(refusal(breaker).retryAfterNanos()).isEqualTo(ofSeconds(10).toNanos());
    time.advance(ofSeconds(10));
    begin(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
  }

  @Test
  void openFor_isOpenForATimeOfItsOwn() {
    breaker.openFor(ofSeconds(77));
    assertThat(refusal(breaker).retryAfterNanos()).isEqualTo(ofSeconds(77).toNanos());
    time.advance(ofSeconds(77));
    begin(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
  }

  @Test
  void openFor_noTime_isRefused() {
    assertThatThrownBy(() -> breaker.openFor(ofSeconds(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("time must be more than zero, was PT0S");
    assertThatThrownBy(() -> breaker.openFor(ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("time must be zero or more, was PT-1S");
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  /** SPEC 22.10: nobody knows when. */
  @Test
  void forceOpen_isForGood_andSaysThatNobodyKnowsWhen() {
    breaker.forceOpen();
    time.advance(ofDays(1_000));
    assertThat(refusal(breaker).retryAfterNanos()).isEqualTo(Admission.UNKNOWN);
    assertThat(refusal(breaker).reason()).isEqualTo("the circuit is forced open");
    assertThat(breaker.snapshot().remaining()).isEmpty();
    assertThatThrownBy(() -> breaker.run(() -> {}))
        .isInstanceOfSatisfying(CircuitOpenException.class, refused -> {
          assertThat(refused.state()).isEqualTo(CircuitState.FORCED_OPEN);
          assertThat(refused.remaining()).isEmpty();
        });
  }

  @ParameterizedTest
  @EnumSource
  void halfOpen_fromOpenAlone(CircuitState state) {
    bring(state);
    if (state == CircuitState.OPEN || state == CircuitState.FORCED_OPEN) {
      breaker.halfOpen();
      succeed(breaker, 3);
      assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    } else if (state == CircuitState.HALF_OPEN) {
      breaker.halfOpen();
      assertThat(breaker.state()).isEqualTo(state);
    } else {
      assertThatThrownBy(breaker::halfOpen)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("only an open breaker can be made half-open, b is " + state);
      assertThat(breaker.state()).isEqualTo(state);
    }
  }

  @Test
  void disabled_letsEverythingThrough_andCountsNothing() {
    breaker.disable();
    fail(breaker, 100);
    assertThat(breaker.state()).isEqualTo(CircuitState.DISABLED);
    assertThat(breaker.snapshot().calls()).isZero();
    assertThat(breaker.snapshot().failureRate()).isEmpty();
  }

  /** SPEC 22.11: it tells once that it would have opened. */
  @Test
  void metricsOnly_counts_neverOpens_andTellsOnce() {
    fail(breaker, 1);
    breaker.metricsOnly();
    assertThat(breaker.snapshot().calls()).isZero();
    fail(breaker, 3);
    assertThat(thresholds).isEmpty();
    fail(breaker, 20);
    assertThat(breaker.state()).isEqualTo(CircuitState.METRICS_ONLY);
    assertThat(breaker.snapshot().failureRate()).hasValue(100);
    assertThat(thresholds).hasSize(1);
    assertThat(thresholds.get(0).failed()).isEqualTo(4);

    breaker.metricsOnly();
    fail(breaker, 4);
    assertThat(thresholds).hasSize(2);
  }

  /** SPEC 22.11. */
  @Test
  void steps_areToldOnceEach_evenToTheSameState() {
    breaker.reset();
    breaker.open();
    breaker.open();
    breaker.halfOpen();
    Object probe = begin(breaker);
    breaker.disable();
    endWell(breaker, probe);
    assertThat(steps)
        .containsExactly(
            new CircuitTransition("b", CircuitState.CLOSED, CircuitState.CLOSED, "by hand"),
            new CircuitTransition("b", CircuitState.CLOSED, CircuitState.OPEN, "by hand"),
            new CircuitTransition("b", CircuitState.OPEN, CircuitState.OPEN, "by hand"),
            new CircuitTransition("b", CircuitState.OPEN, CircuitState.HALF_OPEN, "by hand"),
            new CircuitTransition("b", CircuitState.HALF_OPEN, CircuitState.DISABLED, "by hand"));
  }

  /** SPEC 22.8: a grant of one state means nothing in another. */
  @Test
  void openByHand_whileCallsAreUnderWay_theirEndsChangeNothing() {
    Object early = begin(breaker);
    breaker.openFor(ofSeconds(1));
    endWell(breaker, early);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    time.advance(ofSeconds(1));
    Object probe = begin(breaker);
    breaker.forceOpen();
    endWell(breaker, probe);
    assertThat(breaker.state()).isEqualTo(CircuitState.FORCED_OPEN);
  }
}
