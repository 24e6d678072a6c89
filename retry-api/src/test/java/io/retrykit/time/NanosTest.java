package io.retrykit.time;

import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arithmetic that stops at the end. SPEC 2.2. */
class NanosTest {
  private static final BigInteger FOREVER = BigInteger.valueOf(Nanos.FOREVER);

  @Property(tries = 1_000)
  void plus_ofAnything_isTheSumOrForever(
      @ForAll @LongRange(min = 0) long a, @ForAll @LongRange(min = 0) long b) {
    BigInteger exact = BigInteger.valueOf(a).add(BigInteger.valueOf(b)).min(FOREVER);
    assertThat(Nanos.plus(a, b)).isEqualTo(exact.longValueExact());
  }

  @Property(tries = 1_000)
  void times_ofAnything_isTheProductOrForever(
      @ForAll @LongRange(min = 0) long a, @ForAll @LongRange(min = 0) long b) {
    BigInteger exact = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).min(FOREVER);
    assertThat(Nanos.times(a, b)).isEqualTo(exact.longValueExact());
  }

  @Property(tries = 1_000)
  void times_ofSmallerNumbers_isExact(
      @ForAll @LongRange(min = 0, max = 1L << 40) long a,
      @ForAll @LongRange(min = 0, max = 1L << 24) long b) {
    BigInteger exact = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).min(FOREVER);
    assertThat(Nanos.times(a, b)).isEqualTo(exact.longValueExact());
  }

  @Property(tries = 1_000)
  void times_aFactor_isTheProductOrForever(
      @ForAll @LongRange(min = 0) long a, @ForAll @DoubleRange(min = 0, max = 1e6) double factor) {
    BigDecimal exact = BigDecimal.valueOf(a)
        .multiply(new BigDecimal(factor), MathContext.DECIMAL128)
        .min(new BigDecimal(FOREVER));
    BigDecimal off = BigDecimal.valueOf(Nanos.times(a, factor)).subtract(exact).abs();
    assertThat(off)
        .isLessThanOrEqualTo(exact.multiply(new BigDecimal("1e-15")).add(BigDecimal.ONE));
  }

  @Test
  void times_zero_staysZeroWhateverTheFactor() {
    assertThat(Nanos.times(0, Double.POSITIVE_INFINITY)).isZero();
    assertThat(Nanos.times(0, 1e308)).isZero();
    assertThat(Nanos.times(1, Double.POSITIVE_INFINITY)).isEqualTo(Nanos.FOREVER);
    assertThat(Nanos.times(Nanos.FOREVER, 1e308)).isEqualTo(Nanos.FOREVER);
    assertThat(Nanos.times(Nanos.FOREVER, 0.0)).isZero();
  }

  @Property(tries = 1_000)
  void of_anyDuration_isItsLengthOrForever(
      @ForAll @LongRange(min = 0) long seconds,
      @ForAll @IntRange(min = 0, max = 999_999_999) int nanos) {
    BigInteger exact = BigInteger.valueOf(seconds)
        .multiply(BigInteger.valueOf(1_000_000_000))
        .add(BigInteger.valueOf(nanos))
        .min(FOREVER);
    assertThat(Nanos.of("pause", ofSeconds(seconds, nanos))).isEqualTo(exact.longValueExact());
  }

  @Property
  void of_whatWasConverted_isTheSame(@ForAll @LongRange(min = 0) long nanos) {
    assertThat(Nanos.of("pause", Nanos.toDuration(nanos))).isEqualTo(nanos);
  }

  /** SPEC 2.9. */
  @Test
  @SuppressWarnings("NullAway") // what unchecked callers do
  void of_negativeOrNull_isRefusedWithTheName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Nanos.of("pause", ofNanos(-1)))
        .withMessage("pause must be zero or more, was PT-0.000000001S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Nanos.of("pause", ofSeconds(Long.MIN_VALUE)))
        .withMessageStartingWith("pause must be zero or more, was PT-");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Nanos.of("pause", null))
        .withMessage("pause must be zero or more, was null");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.000000001S, 1ns",
    "PT0.000000999S, 999ns",
    "PT0.000001S, 1us",
    "PT0.00025S, 250us",
    "PT0.000250509S, 250.5us",
    "PT0.001S, 1ms",
    "PT0.0105S, 10.5ms",
    "PT0.999999999S, 999.99ms",
    "PT1S, 1s",
    "PT1.5S, 1.5s",
    "PT10S, 10s",
    "PT59.999S, 59.99s",
    "PT1M, 1m",
    "PT2M5.9S, 2m 5s",
    "PT1H, 1h",
    "PT25H1S, 1d 1h 1s",
    "P100D, 100d",
    "PT2562047H47M16.854775806S, 106751d 23h 47m 16s",
    "PT2562047H47M16.854775807S, forever"
  })
  void text_ofAnAmount_isWhatAPersonWrites(Duration duration, String text) {
    assertThat(Nanos.text(duration.toNanos())).isEqualTo(text);
  }

  /** Cut, never rounded up, so never more than is meant; and close enough. */
  @Property(tries = 1_000)
  void text_readAgain_isNotLonger(@ForAll @LongRange(min = 0, max = 59_999_999_999L) long nanos) {
    long read = Durations.parse("text", Nanos.text(nanos)).toNanos();
    assertThat(read).isBetween(nanos - nanos / 100, nanos);
  }
}
