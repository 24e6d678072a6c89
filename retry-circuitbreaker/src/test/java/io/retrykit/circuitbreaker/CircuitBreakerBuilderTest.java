package io.retrykit.circuitbreaker;

import static io.retrykit.circuitbreaker.Attempts.fail;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.backoff.Backoff;
import io.retrykit.failure.Classifier;
import io.retrykit.time.Timebase;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings that cannot be meant are refused where they are given, contradictions in {@code build()}. SPEC 2.9. */
class CircuitBreakerBuilderTest {
  private static CircuitBreakerBuilder builder() {
    return CircuitBreaker.builder("b");
  }

  private static Arguments mistake(Consumer<CircuitBreakerBuilder> setting, String message) {
    return Arguments.of(setting, message);
  }

  static Stream<Arguments> mistakes() {
    Duration tooLong = ofDays(1).plusNanos(1);
    return Stream.of(
        mistake(b -> b.consecutiveFailures(0), "count must be between 1 and 1000000, was 0"),
        mistake(
            b -> b.consecutiveFailures(1_000_001),
            "count must be between 1 and 1000000, was 1000001"),
        mistake(b -> b.failures(0, 5), "count must be between 1 and 5, was 0"),
        mistake(b -> b.failures(6, 5), "count must be between 1 and 5, was 6"),
        mistake(b -> b.failures(1, 0), "calls must be between 1 and 1000000, was 0"),
        mistake(b -> b.countWindow(-1), "calls must be between 1 and 1000000, was -1"),
        mistake(
            b -> b.timeWindow(ofSeconds(1), 0), "bucketCount must be between 1 and 1000, was 0"),
        mistake(
            b -> b.timeWindow(ofSeconds(1), 1001),
            "bucketCount must be between 1 and 1000, was 1001"),
        mistake(
            b -> b.timeWindow(ofMillis(9)), "time must be between 10ms and one day, was PT0.009S"),
        mistake(
            b -> b.timeWindow(tooLong), "time must be between 10ms and one day, was " + tooLong),
        mistake(b -> b.timeWindow(ofSeconds(-1)), "time must be zero or more, was PT-1S"),
        mistake(b -> b.failureRate(0), "failureRate must be more than 0 and at most 100, was 0.0"),
        mistake(
            b -> b.failureRate(100.5),
            "failureRate must be more than 0 and at most 100, was 100.5"),
        mistake(
            b -> b.failureRate(Double.NaN),
            "failureRate must be more than 0 and at most 100, was NaN"),
        mistake(b -> b.minimumCalls(0), "minimumCalls must be 1 or more, was 0"),
        mistake(b -> b.slowCalls(ZERO, 50), "threshold must be more than zero, was PT0S"),
        mistake(
            b -> b.slowCalls(ofSeconds(1), -1),
            "percent must be more than 0 and at most 100, was -1.0"),
        mistake(b -> b.openTime(ZERO), "openTime must be more than zero, was PT0S"),
        mistake(b -> b.openTime(ofSeconds(-1)), "openTime must be zero or more, was PT-1S"),
        mistake(b -> b.probes(0), "probes must be between 1 and 100000, was 0"),
        mistake(b -> b.successThreshold(0), "successThreshold must be between 1 and 100000, was 0"),
        mistake(b -> b.leaseTime(ZERO), "leaseTime must be more than zero, was PT0S"),
        mistake(
            b -> b.probes(2).successThreshold(3).build(),
            "successThreshold must be between 1 and probes, which is 2, was 3"),
        mistake(
            b -> b.consecutiveFailures(5).successThreshold(2).build(),
            "successThreshold must be between 1 and probes, which is 1, was 2"),
        mistake(
            b -> b.failures(2, 5).slowCalls(ofSeconds(1), 50).build(),
            "slowCalls needs a countWindow or a timeWindow, but failures were counted: 2 of 5"),
        mistake(
            b -> b.failureRate(50).consecutiveFailures(3).build(),
            "failureRate needs a countWindow or a timeWindow, but failures were counted: 3 of 3"),
        mistake(
            b -> b.failures(2, 5).minimumCalls(4).build(),
            "minimumCalls needs a countWindow or a timeWindow, but failures were counted: 2 of 5"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistake_isRefusedInWords(Consumer<CircuitBreakerBuilder> setting, String message) {
    assertThatThrownBy(() -> setting.accept(builder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @SuppressWarnings("NullAway") // the point of the test
  static Stream<Arguments> nulls() {
    return Stream.of(
        mistake(b -> b.openTime((Backoff) null), "openTime"),
        mistake(b -> b.failureIf(null), "predicate"),
        mistake(b -> b.ignore(null), "type"),
        mistake(b -> b.ignoreIf(null), "predicate"),
        mistake(b -> b.classifier((Classifier) null), "classifier"),
        mistake(b -> b.failureIfResult((Predicate<Object>) null), "predicate"),
        mistake(b -> b.listener(null), "listener"),
        mistake(b -> b.timebase((Timebase) null), "timebase"),
        mistake(b -> b.random((RandomGenerator) null), "random"),
        mistake(b -> b.perKey(null), "limits"));
  }

  @ParameterizedTest
  @MethodSource("nulls")
  void null_isRefusedByName(Consumer<CircuitBreakerBuilder> setting, String name) {
    assertThatThrownBy(() -> setting.accept(builder()))
        .isInstanceOf(NullPointerException.class)
        .hasMessage(name);
  }

  @Test
  @SuppressWarnings("NullAway") // the point of the test
  void nullDuration_isRefusedByNameAndRule() {
    Duration none = null;
    assertThatThrownBy(() -> builder().openTime(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("openTime must be zero or more, was null");
    assertThatThrownBy(() -> builder().timeWindow(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("time must be zero or more, was null");
  }

  @Test
  void bounds_areAllowed() {
    assertThat(builder().consecutiveFailures(1_000_000).build().state())
        .isEqualTo(CircuitState.CLOSED);
    assertThat(builder().timeWindow(ofDays(1), 1_000).failureRate(100).build().state())
        .isEqualTo(CircuitState.CLOSED);
    assertThat(builder()
            .timeWindow(ofMillis(1), 1)
            .probes(100_000)
            .successThreshold(100_000)
            .build()
            .state())
        .isEqualTo(CircuitState.CLOSED);
  }

  /** The order of calls does not matter; of the windows the last one holds. */
  @Test
  void windows_theLastOneHolds() {
    CircuitBreaker byRate = builder().consecutiveFailures(1).countWindow(4).build();
    fail(byRate, 3);
    assertThat(byRate.state()).isEqualTo(CircuitState.CLOSED);
    CircuitBreaker byFailures =
        builder().timeWindow(ofSeconds(10)).consecutiveFailures(2).build();
    fail(byFailures, 2);
    assertThat(byFailures.state()).isEqualTo(CircuitState.OPEN);
    CircuitBreaker early =
        builder().minimumCalls(2).failureRate(100).countWindow(50).build();
    fail(early, 2);
    assertThat(early.state()).isEqualTo(CircuitState.OPEN);
  }

  /** What a builder makes is its own: the next settings do not reach it. */
  @Test
  void build_twice_makesTwoBreakersOfTheirOwn() {
    CircuitBreakerBuilder builder = builder().consecutiveFailures(1);
    CircuitBreaker first = builder.build();
    CircuitBreaker second = builder.consecutiveFailures(3).build();
    fail(first);
    fail(second, 2);
    assertThat(first.state()).isEqualTo(CircuitState.OPEN);
    assertThat(second.state()).isEqualTo(CircuitState.CLOSED);
  }
}
