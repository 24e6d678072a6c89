package io.retrykit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations as people write them. */
class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0s, PT0S",
    "1ns, PT0.000000001S",
    "250us, PT0.00025S",
    "500ms, PT0.5S",
    "1s, PT1S",
    "2m, PT2M",
    "3h, PT3H",
    "4d, PT96H",
    "1.5s, PT1.5S",
    "0.29s, PT0.29S",
    "0.000000001s, PT0.000000001S",
    "1.000000001s, PT1.000000001S",
    "2.5ms, PT0.0025S",
    "1.9ns, PT0.000000001S",
    "0.5d, PT12H",
    "0.000000001d, PT0.0000864S",
    "'  7 s ', PT7S",
    "PT1S, PT1S",
    "pt2m0.5s, PT2M0.5S",
    "P1D, PT24H",
    "PT0S, PT0S",
    "100000000000000d, PT2400000000000000H"
  })
  void parse_whatPeopleWrite_isUnderstood(String text, Duration expected) {
    assertThat(Durations.parse("pause", text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1",
        "s",
        "-1s",
        "+1s",
        "1.s",
        ".5s",
        "1,5s",
        "1S",
        "1 sec",
        "1s 2ms",
        "1e3s",
        "PT",
        "PT-1S",
        "-PT1S",
        "P1M",
        "1.0000000001s",
        "1000000000000000000s",
        "999999999999999999d",
        "999999999999999999.999999999d",
        "١s",
        "null",
        "1s\n2"
      })
  void parse_anythingElse_isRefusedWithNameRuleAndText(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse("claude.max-delay", text))
        .withMessage(
            "claude.max-delay must be a number with a unit (ns, us, ms, s, m, h, d), as 500ms, "
                + "1.5s or 2m, or ISO-8601, as PT1S, was \"" + text + '"');
  }

  @Property(tries = 1_000)
  void parse_whatADurationPrints_isThatDuration(
      @ForAll @LongRange(min = 0) long seconds,
      @ForAll @IntRange(min = 0, max = 999_999_999) int nanos) {
    Duration duration = Duration.ofSeconds(seconds, nanos);
    assertThat(Durations.parse("pause", duration.toString())).isEqualTo(duration);
  }

  @Property(tries = 1_000)
  void parse_decimals_areExactToTheNanosecond(
      @ForAll @LongRange(min = 0, max = 1_000_000) long whole,
      @ForAll @IntRange(min = 0, max = 999_999_999) int billionths,
      @ForAll @IntRange(min = 0, max = 6) int unit) {
    String[] names = {"ns", "us", "ms", "s", "m", "h", "d"};
    String[] nanos = {
      "1", "1000", "1000000", "1000000000", "60000000000", "3600000000000", "86400000000000"
    };
    String number = whole + "." + String.format("%09d", billionths);
    BigDecimal exact =
        new BigDecimal(number).multiply(new BigDecimal(nanos[unit])).setScale(0, RoundingMode.DOWN);
    Duration parsed = Durations.parse("pause", number + names[unit]);
    BigDecimal actual = BigDecimal.valueOf(parsed.getSeconds())
        .scaleByPowerOfTen(9)
        .add(BigDecimal.valueOf(parsed.getNano()));
    assertThat(actual).isEqualByComparingTo(exact);
  }

  @Property(tries = 1_000)
  void parse_anyText_isReadOrRefused(@ForAll String text) {
    assertReadOrRefused(text);
  }

  @Property(tries = 2_000)
  void parse_textThatLooksRight_isReadOrRefused(
      @ForAll
          @StringLength(max = 24)
          @CharRange(from = '0', to = '9')
          @Chars({'.', ' ', '-', '+', 'n', 'u', 'm', 's', 'h', 'd', 'P', 'T', 'S', 'M', 'H', 'D'})
          String text) {
    assertReadOrRefused(text);
    assertReadOrRefused("PT" + text + "S");
  }

  private static void assertReadOrRefused(String text) {
    Throwable thrown = catchThrowable(
        () -> assertThat(Durations.parse("pause", text)).isGreaterThanOrEqualTo(Duration.ZERO));
    if (thrown != null) {
      assertThat(thrown)
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("pause must be ")
          .hasMessageEndingWith("was \"" + text + '"');
    }
  }
}
