package io.retrykit.throttle.hint;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.time.Nanos;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, durations of Go, and points in time of RFC 3339. */
class TextFormsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "007, 7",
    "9223372036854775806, 9223372036854775806",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808, 9223372036854775807",
    "92233720368547758070, 9223372036854775807",
    "99999999999999999999999999999999999, 9223372036854775807",
    "'', -1",
    "' 1', -1",
    "-1, -1",
    "٣, -1",
    "99999999999999999999999999999999999x, -1"
  })
  void digits_saturate_orAreNone(String text, long expected) {
    assertThat(Digits.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1s, 1000000000",
    "6m0s, 360000000000",
    "1h2m3s, 3723000000000",
    "1m30.951s, 90951000000",
    "2m59.56s, 179560000000",
    "1500000ns, 1500000",
    "12us, 12000",
    "12µs, 12000",
    "12μs, 12000",
    "1.5h, 5400000000000",
    ".5s, 500000000",
    "5.s, 5000000000",
    "+5s, 5000000000",
    "0, 0",
    "+0, 0",
    "0s, 0",
    "1s1s, 2000000000",
    "1s1h, 3601000000000",
    "0.0000000019s, 1",
    "0.9ns, 0",
    "0.333333333333333333333333333333h, 1199999999999",
    "9223372036s, 9223372036000000000",
    "9223372037s, 9223372036854775807",
    "2562047h47m16.854775807s, 9223372036854775807",
    "2562047h47m16.854775806s, 9223372036854775806",
    "99999999999999999999999999h, 9223372036854775807",
    "9223372036854775807ns9223372036854775807ns, 9223372036854775807"
  })
  void goDuration_wellFormed_isExact(String text, long nanos) {
    assertThat(GoDuration.parse(text)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        ".s",
        ".",
        "+",
        "-",
        "1",
        "00",
        "3.5",
        "-5s",
        "-0",
        "1x",
        "1d",
        "1S",
        "1 s",
        "1s ",
        "1h-2m",
        "1h 2m",
        "1ss",
        "1..5s",
        "1.5.5s",
        "1e3s",
        "++1s",
        "1smh",
        "٣s",
        "1\u00c2\u00b5s",
        "h1m",
        "1s2"
      })
  void goDuration_malformed_isNone(String text) {
    assertThat(GoDuration.parse(text)).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-06-01T12:00:30Z, 2026-06-01T12:00:30Z",
    "2026-06-01t12:00:30z, 2026-06-01T12:00:30Z",
    "2026-06-01T12:00:30.5Z, 2026-06-01T12:00:30.5Z",
    "2026-06-01T12:00:30.123456789987Z, 2026-06-01T12:00:30.123456789Z",
    "2026-06-01T14:00:30+02:00, 2026-06-01T12:00:30Z",
    "2026-06-01T00:00:30-12:30, 2026-06-01T12:30:30Z",
    "2026-06-01T12:00:30-00:00, 2026-06-01T12:00:30Z",
    "2026-06-01T12:00:30+23:59, 2026-05-31T12:01:30Z",
    "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
    "1990-12-31T15:59:60.5-08:00, 1991-01-01T00:00:00.5Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59-23:59, +10000-01-01T23:58:59Z"
  })
  void rfc3339_wellFormed_isExact(String text, Instant expected) {
    assertThat(Rfc3339.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-06-01",
        "2026-06-01T12:00:30",
        "2026-06-01 12:00:30Z",
        "2026-06-01T12:00Z",
        "2026-6-1T12:00:30Z",
        "2026-06-31T12:00:30Z",
        "2026-13-01T12:00:30Z",
        "2026-00-01T12:00:30Z",
        "2026-02-29T12:00:30Z",
        "2026-06-01T24:00:00Z",
        "2026-06-01T12:60:00Z",
        "2026-06-01T12:00:61Z",
        "2026-06-01T12:00:30.Z",
        "2026-06-01T12:00:30,5Z",
        "2026-06-01T12:00:30+0200",
        "2026-06-01T12:00:30+02",
        "2026-06-01T12:00:30+24:00",
        "2026-06-01T12:00:30+02:60",
        "2026-06-01T12:00:30−02:00",
        "+2026-06-01T12:00:30Z",
        "2026-06-01T12:00:30ZZ",
        "２026-06-01T12:00:30Z",
        "20260601T120030Z",
        "2026-06-01T12:00:30UTC",
        "2026-W23-1T12:00:30Z",
        "1780315230",
        "99999-06-01T12:00:30Z",
        "2026-06-01T12:00:30.5"
      })
  void rfc3339_malformed_isNull(String text) {
    assertThat(Rfc3339.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, 1500000000",
    "0.000000001, 1",
    "9223372036.854775807, 9223372036854775807",
    "9223372036.854775806, 9223372036854775806",
    "1.99999999999999999999999999, 1999999999"
  })
  void decimals_areExact_belowTheNanosecondCut(String text, long nanos) {
    assertThat(Decimals.nanos(text, 1_000_000_000)).isEqualTo(nanos);
    assertThat(Nanos.FOREVER).isGreaterThanOrEqualTo(nanos);
  }
}
