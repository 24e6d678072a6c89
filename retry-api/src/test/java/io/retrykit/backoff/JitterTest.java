package io.retrykit.backoff;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each range by the numbers of the rules. */
class JitterTest {
  private static final Backoff TEN_SECONDS = Backoff.fixed(ofSeconds(10));

  static Stream<Arguments> ranges() {
    return Stream.of(
        arguments(Jitter.none(), 10_000, 10_000),
        arguments(Jitter.proportional(), 5_000, 15_000),
        arguments(Jitter.proportional(0.1), 9_000, 11_000),
        arguments(Jitter.full(), 0, 10_000),
        arguments(Jitter.equal(), 5_000, 10_000),
        arguments(Jitter.decorrelated(), 10_000, 30_000),
        arguments(Jitter.factor(0.25, 2), 2_500, 20_000),
        arguments(Jitter.additive(ofSeconds(3)), 10_000, 13_000),
        arguments(Jitter.ranged(ofSeconds(4), ofSeconds(1)), 6_000, 11_000));
  }

  /** SPEC 2.3. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("ranges")
  void jittered_tenSeconds_drawsFromTheRange(Jitter jitter, long lowMillis, long highMillis) {
    Backoff backoff = TEN_SECONDS.jittered(jitter);
    assertThat(drawn(backoff, 0)).isEqualTo(ofMillis(lowMillis));
    assertThat(drawn(backoff, 0.25)).isEqualTo(ofMillis(lowMillis + (highMillis - lowMillis) / 4));
    assertThat(drawn(backoff, 0.5)).isEqualTo(ofMillis((lowMillis + highMillis) / 2));
    Duration last =
        lowMillis == highMillis ? ofMillis(highMillis) : ofMillis(highMillis).minusNanos(1);
    assertThat(drawn(backoff, Fixed.GREATEST)).isEqualTo(last);
  }

  static Stream<Arguments> cutRanges() {
    return Stream.of(
        arguments(Jitter.none(), 10_000, 10_000),
        arguments(Jitter.proportional(), 5_000, 12_000),
        arguments(Jitter.full(), 0, 10_000),
        arguments(Jitter.equal(), 5_000, 10_000),
        arguments(Jitter.decorrelated(), 10_000, 12_000),
        arguments(Jitter.factor(0.25, 2), 2_500, 12_000),
        arguments(Jitter.factor(2, 3), 12_000, 12_000),
        arguments(Jitter.additive(ofSeconds(3)), 10_000, 12_000),
        arguments(Jitter.ranged(ofSeconds(4), ofSeconds(3)), 6_000, 12_000),
        arguments(Jitter.proportionalUncut(), 5_000, 15_000),
        arguments(Jitter.factor(2, 3).uncut(), 20_000, 30_000),
        arguments(Jitter.additive(ofSeconds(3)).uncut(), 10_000, 13_000),
        arguments(Jitter.decorrelated().uncut(), 10_000, 12_000),
        arguments(Jitter.none().uncut(), 10_000, 10_000));
  }

  /** SPEC 2.4: the range ends at the cap, and the middle of the draw is the middle of what is left. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cutRanges")
  void jittered_tenSecondsCappedAtTwelve_drawsFromWhatIsLeft(
      Jitter jitter, long lowMillis, long highMillis) {
    for (Backoff capped : new Backoff[] {
      TEN_SECONDS.cappedAt(ofSeconds(12)).jittered(jitter),
      Backoff.function(n -> ofSeconds(10)).cappedAt(ofSeconds(12)).jittered(jitter)
    }) {
      assertThat(drawn(capped, 0)).isEqualTo(ofMillis(lowMillis));
      assertThat(drawn(capped, 0.5)).isEqualTo(ofMillis((lowMillis + highMillis) / 2));
      assertThat(capped.mostNanos(1, 0))
          .isBetween(ofMillis(highMillis).toNanos() - 1, ofMillis(highMillis).toNanos());
    }
  }

  @Test
  void proportional_default_isTheHalfToBothSides() {
    assertThat(Jitter.proportional()).isEqualTo(Jitter.proportional(0.5));
  }

  @Test
  void proportional_ofASpreadOfZero_keepsALongPauseToTheNanosecond() {
    Backoff backoff = Backoff.fixed(ofNanos(Nanos.FOREVER - 1)).jittered(Jitter.proportional(0));
    assertThat(backoff.nanos(1, 0, Fixed.unit(0.5))).isEqualTo(Nanos.FOREVER - 1);
  }

  @Test
  void full_drawnByASourceThatReachesOne_staysInItsRange() {
    long odd = (1L << 62) - 1; // as a double one more
    Backoff backoff = Backoff.fixed(ofNanos(odd)).jittered(Jitter.full());
    assertThat(backoff.nanos(1, 0, Fixed.unit(1.0))).isEqualTo(odd);
  }

  @Test
  void jittered_again_replacesTheJitter() {
    Backoff again = TEN_SECONDS.jittered(Jitter.full()).jittered(Jitter.equal());
    assertThat(drawn(again, 0)).isEqualTo(ofSeconds(5));
    Backoff back = TEN_SECONDS.jittered(Jitter.decorrelated()).jittered(Jitter.full());
    assertThat(drawn(back, 0)).isEqualTo(ZERO);
    Backoff asked = Backoff.function(n -> ofSeconds(10)).jittered(Jitter.full());
    assertThat(drawn(asked.jittered(Jitter.none()), 0)).isEqualTo(ofSeconds(10));
  }

  @Test
  void jittered_aSequence_spreadsEveryPart() {
    Backoff both = Backoff.fixed(ofSeconds(4)).take(1).then(TEN_SECONDS).jittered(Jitter.equal());
    assertThat(both.schedule(3, Fixed.unit(0)))
        .containsExactly(ofSeconds(2), ofSeconds(5), ofSeconds(5));
  }

  @Test
  void decorrelated_afterThen_startsFromTheNewFirst() {
    Backoff both =
        Backoff.fixed(ofSeconds(1)).take(2).then(TEN_SECONDS).jittered(Jitter.decorrelated());
    assertThat(both.mostNanos(2, ofSeconds(3).toNanos())).isEqualTo(ofSeconds(9).toNanos());
    assertThat(both.mostNanos(3, ofSeconds(9).toNanos()))
        .isEqualTo(ofSeconds(30).toNanos());
    assertThat(both.mostNanos(4, ofSeconds(20).toNanos()))
        .isEqualTo(ofSeconds(60).toNanos());
  }

  @Test
  void decorrelated_withoutAPreviousPause_takesTheFormulasOwn() {
    Backoff backoff =
        Backoff.exponential(ofSeconds(1), 2, ofSeconds(60)).jittered(Jitter.decorrelated());
    assertThat(backoff.mostNanos(4, Backoff.UNKNOWN)).isEqualTo(ofSeconds(12).toNanos());
    assertThat(backoff.delay(4, Fixed.unit(0))).isEqualTo(ofSeconds(1));
  }

  @Test
  void ranged_onALaterShorterPause_neverGoesBelowZero() {
    Backoff backoff =
        Backoff.list(ofSeconds(5), ofSeconds(1)).jittered(Jitter.ranged(ofSeconds(2), ZERO));
    assertThat(backoff.schedule(2, Fixed.unit(0))).containsExactly(ofSeconds(3), ZERO);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        bad(() -> Jitter.proportional(-0.1), "spread must be between 0 and 1, was -0.1"),
        bad(() -> Jitter.proportional(1.1), "spread must be between 0 and 1, was 1.1"),
        bad(() -> Jitter.proportional(Double.NaN), "spread must be between 0 and 1, was NaN"),
        bad(() -> Jitter.factor(-1, 1), "low must be between 0 and high (1.0), was -1.0"),
        bad(() -> Jitter.factor(2, 1), "low must be between 0 and high (1.0), was 2.0"),
        bad(() -> Jitter.factor(Double.NaN, 1), "low must be between 0 and high (1.0), was NaN"),
        bad(() -> Jitter.factor(1, Double.NaN), "high must be finite, was NaN"),
        bad(() -> Jitter.factor(1, Double.POSITIVE_INFINITY), "high must be finite, was Infinity"),
        bad(() -> Jitter.additive(ofSeconds(-1)), "most must be zero or more, was PT-1S"),
        bad(() -> Jitter.ranged(ofSeconds(-1), ZERO), "below must be zero or more, was PT-1S"),
        bad(() -> Jitter.ranged(ZERO, ofSeconds(-1)), "above must be zero or more, was PT-1S"),
        bad(
            () -> TEN_SECONDS.jittered(Jitter.ranged(ofMillis(10_001), ZERO)),
            "below must be no more than the first delay of PT10S, was PT10.001S"),
        bad(
            () -> TEN_SECONDS.jittered(
                Jitter.ranged(ofNanos(10_000_000_001L), ZERO).uncut()),
            "below must be no more than the first delay of PT10S, was PT10.000000001S"),
        bad(
            () -> TEN_SECONDS
                .take(1)
                .then(Backoff.none())
                .jittered(Jitter.ranged(ofSeconds(1), ZERO)),
            "below must be no more than the first delay of PT0S, was PT1S"));
  }

  private static Arguments bad(ThrowingCallable call, String message) {
    return arguments(message, call);
  }

  /** SPEC 2.9. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void factory_badArgument_isNamedWithRuleAndValue(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  @SuppressWarnings("NullAway") // what unchecked callers do
  void jittered_null_isRefusedWhereItIsGiven() {
    Backoff function = Backoff.function(n -> ZERO);
    assertThatNullPointerException()
        .isThrownBy(() -> TEN_SECONDS.jittered(null))
        .withMessage("jitter");
    assertThatNullPointerException()
        .isThrownBy(() -> function.jittered(null))
        .withMessage("jitter");
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        arguments(Jitter.none(), "no jitter"),
        arguments(Jitter.proportional(), "proportional jitter x [0.5, 1.5)"),
        arguments(Jitter.full(), "full jitter x [0.0, 1.0)"),
        arguments(Jitter.equal(), "equal jitter x [0.5, 1.0)"),
        arguments(Jitter.decorrelated(), "decorrelated jitter"),
        arguments(Jitter.factor(0.75, 1), "jitter x [0.75, 1.0)"),
        arguments(Jitter.additive(ofSeconds(1)), "jitter [-0s, +1s)"),
        arguments(Jitter.ranged(ofMillis(20), ofSeconds(1)), "jitter [-20ms, +1s)"),
        arguments(Jitter.proportionalUncut(), "proportional jitter x [0.5, 1.5) beyond the cap"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void toString_ofAJitter_givesItsRange(Jitter jitter, String text) {
    assertThat(jitter).hasToString(text);
  }

  private static Duration drawn(Backoff backoff, double unit) {
    return backoff.delay(1, Fixed.unit(unit));
  }
}
