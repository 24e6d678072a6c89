package io.retrykit.throttle.hint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, 5.6.7. */
class HttpDateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Sun Nov  6 08:49:37 1994 | 1994-11-06T08:49:37Z",
        "Sun Nov 06 08:49:37 1994 | 1994-11-06T08:49:37Z",
        "Wed Nov 16 08:49:37 1994 | 1994-11-16T08:49:37Z",
        "Thu, 29 Feb 2024 00:00:00 GMT | 2024-02-29T00:00:00Z",
        "Sat, 31 Dec 2016 23:59:60 GMT | 2017-01-01T00:00:00Z",
        "Sat, 31 Dec 2016 12:00:60 GMT | 2016-12-31T12:01:00Z",
        "Mon, 06 Nov 1994 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Fri, 31 Dec 9999 23:59:59 GMT | 9999-12-31T23:59:59Z",
        "Sat, 01 Jan 0000 00:00:00 GMT | 0000-01-01T00:00:00Z"
      })
  void parse_theThreeForms_isTheSecond(String text, Instant expected) {
    assertThat(HttpDate.parse(text, Hints.NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Sun",
        "Sun,",
        "Zun, 06 Nov 1994 08:49:37 GMT",
        "sun, 06 nov 1994 08:49:37 gmt",
        "SUN, 06 NOV 1994 08:49:37 GMT",
        "Sunday, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun,  6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun, 06 Nov 1994 08:49:37 GMTx",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Wed, 31 Nov 1994 08:49:37 GMT",
        "Wed, 29 Feb 2023 08:49:37 GMT",
        "Sun, 06 Nvo 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 23:60:00 GMT",
        "Sun, 06 Nov 1994 23:59:61 GMT",
        "Sun, 06 Nov -994 08:49:37 GMT",
        "Sun, 06 Nov ١٩٩٤ 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994",
        "Sun Nov   6 08:49:37 1994",
        "Sun Nov  0 08:49:37 1994",
        "Sun Nov  6 08:49:37 94",
        "Sun Nov  6 08:49:37 GMT 1994",
        "Sunday, 6-Nov-94 08:49:37 GMT",
        "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sunday, 31-Nov-94 08:49:37 GMT",
        "Zunday, 06-Nov-94 08:49:37 GMT",
        "1994-11-06T08:49:37Z"
      })
  void parse_anythingElse_isNull(String text) {
    assertThat(HttpDate.parse(text, Hints.NOW)).isNull();
  }

  /** A date that seems to be more than fifty years ahead is the latest one past. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-23T00:00:00Z | 06-Nov-94 08:49:37 | 1994-11-06T08:49:37Z",
        "2026-11-23T00:00:00Z | 06-Nov-26 08:49:37 | 2026-11-06T08:49:37Z",
        "2026-11-23T00:00:00Z | 23-Nov-76 00:00:00 | 2076-11-23T00:00:00Z",
        "2026-11-23T00:00:00Z | 23-Nov-76 00:00:01 | 1976-11-23T00:00:01Z",
        "2026-11-23T00:00:00Z | 31-Dec-77 00:00:00 | 1977-12-31T00:00:00Z",
        "1999-12-31T23:59:59Z | 01-Jan-00 00:00:00 | 2000-01-01T00:00:00Z",
        "1994-11-06T08:49:07Z | 06-Nov-07 00:00:00 | 2007-11-06T00:00:00Z",
        "2026-01-01T00:00:00Z | 29-Feb-00 00:00:00 | 2000-02-29T00:00:00Z",
        "2060-01-01T00:00:00Z | 29-Feb-00 00:00:00 | 2000-02-29T00:00:00Z",
        "+1000000000-12-31T23:59:59Z | 01-Jan-00 00:00:00 | +10000-01-01T00:00:00Z",
        "-1000000000-01-01T00:00:00Z | 01-Jan-07 00:00:00 | 0007-01-01T00:00:00Z"
      })
  void parse_twoDigitYear_isTheLatestWithinFiftyYears(Instant now, String date, Instant expected) {
    assertThat(HttpDate.parse("Sunday, " + date + " GMT", now)).isEqualTo(expected);
  }
}
