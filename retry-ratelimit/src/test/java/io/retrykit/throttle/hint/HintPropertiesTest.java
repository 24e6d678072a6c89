package io.retrykit.throttle.hint;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.throttle.hint.ServerHint.Timing;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

/** Laws of reading what servers send: nothing throws, what was written is what is read. */
class HintPropertiesTest {
  /** A day less than fifty years in which 1900 has no 29th of February, in seconds. */
  private static final long NEARLY_FIFTY_YEARS = 1_577_664_000L;

  private static final long FIRST = -62_135_596_800L; // 0001-01-01
  private static final long LAST = 253_402_300_799L; // 9999-12-31

  private static String format(String pattern, Instant instant) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
        .withZone(ZoneOffset.UTC)
        .format(instant);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(60),
        Arbitraries.strings()
            .withChars("0123456789.,;=\"\\:+-TZtz nushm%?@*()rt/\tGMSunNov")
            .ofMaxLength(40));
  }

  @Property(tries = 2000)
  void parsers_anyText_neverThrow(@ForAll("texts") String text) {
    assertThat(Digits.parse(text)).isGreaterThanOrEqualTo(-1);
    assertThat(Decimals.nanos(text, 1_000_000_000)).isGreaterThanOrEqualTo(-1);
    assertThat(GoDuration.parse(text)).isGreaterThanOrEqualTo(-1);
    HttpDate.parse(text, Hints.NOW);
    Rfc3339.parse(text);
    StructuredField.parse(text);
  }

  @Property(tries = 2000)
  void read_anyText_isAHintThatHoldsTogether(
      @ForAll("texts") String value, @ForAll("texts") String other) {
    for (String header : FuzzedHeaders.NAMES) {
      ServerHint hint = Hints.read(header, value, "RateLimit-Remaining", "0", "Date", other);
      assertThat(hint.nanos()).isNotNegative();
      assertThat(hint.timing() != Timing.NONE || hint.nanos() == 0).isTrue();
      assertThat(hint.header().isEmpty()).isEqualTo(hint.equals(ServerHint.NONE));
    }
  }

  @Property
  void httpDate_written_isRead(@ForAll @LongRange(min = FIRST, max = LAST) long second) {
    Instant instant = Instant.ofEpochSecond(second);
    assertThat(HttpDate.parse(format("EEE, dd MMM yyyy HH:mm:ss 'GMT'", instant), Hints.NOW))
        .isEqualTo(instant);
    assertThat(HttpDate.parse(format("EEE MMM ppd HH:mm:ss yyyy", instant), Hints.NOW))
        .isEqualTo(instant);
  }

  @Property
  void httpDate_writtenWithTwoDigits_isRead_fromFiftyYearsAwayOnEitherSide(
      @ForAll @LongRange(min = FIRST, max = LAST) long second,
      @ForAll @LongRange(min = -NEARLY_FIFTY_YEARS, max = NEARLY_FIFTY_YEARS) long skew) {
    Instant now =
        Instant.ofEpochSecond(Math.max(FIRST, Math.min(LAST - 31_622_400, second + skew)));
    Instant instant = Instant.ofEpochSecond(second);
    if (Math.abs(now.getEpochSecond() - second) <= NEARLY_FIFTY_YEARS) {
      assertThat(HttpDate.parse(format("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", instant), now))
          .isEqualTo(instant);
    }
  }

  @Property
  void rfc3339_written_isRead(
      @ForAll @LongRange(min = FIRST + 86_400, max = LAST - 86_400) long second,
      @ForAll @LongRange(min = 0, max = 999_999_999) long nanos,
      @ForAll @LongRange(min = -1_080, max = 1_080) long minutesEast) {
    Instant instant = Instant.ofEpochSecond(second, nanos);
    assertThat(Rfc3339.parse(instant.toString())).isEqualTo(instant);
    ZoneOffset zone = ZoneOffset.ofTotalSeconds((int) minutesEast * 60);
    String text = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnnxxx")
        .withZone(zone)
        .format(instant);
    assertThat(Rfc3339.parse(text)).isEqualTo(instant);
  }

  /** As Go prints them: hours, minutes, and seconds with a fraction. */
  @Property
  void goDuration_written_isRead(@ForAll @LongRange(min = 0) long nanos) {
    long seconds = nanos / 1_000_000_000;
    String fraction = "%09d".formatted(nanos % 1_000_000_000);
    String text =
        seconds / 3_600 + "h" + seconds / 60 % 60 + "m" + seconds % 60 + "." + fraction + "s";
    assertThat(GoDuration.parse(text)).isEqualTo(nanos);
    assertThat(GoDuration.parse(nanos + "ns")).isEqualTo(nanos);
    assertThat(GoDuration.parse(BigDecimal.valueOf(nanos, 3).toPlainString() + "us"))
        .isEqualTo(nanos);
  }

  @Property
  void decimals_areTheExactProduct_cut(
      @ForAll @LongRange(min = 0) long whole,
      @ForAll @StringLength(min = 1, max = 40) @NumericChars String fraction,
      @ForAll @LongRange(min = 1, max = 3_600_000_000_000L) long unit) {
    String text = whole + "." + fraction;
    BigInteger exact = new BigDecimal(text).multiply(BigDecimal.valueOf(unit)).toBigInteger();
    assertThat(Decimals.nanos(text, unit))
        .isEqualTo(exact.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
  }

  @Property
  void digits_areTheNumber_saturated(
      @ForAll @StringLength(min = 1, max = 40) @NumericChars String text) {
    assertThat(Digits.parse(text))
        .isEqualTo(new BigInteger(text).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
  }
}
