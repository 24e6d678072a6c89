package io.retrykit.throttle.hint;

import static io.retrykit.throttle.hint.Hints.floor;
import static io.retrykit.throttle.hint.Hints.read;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Retry-After and the two like it. */
class RetryAfterTest {
  @ParameterizedTest
  @CsvSource({
    "retry-after, 1.234, 1234000000",
    "retry-after, 00.5, 500000000",
    "retry-after, 0.0000000019, 1",
    "retry-after, '\t60', 60000000000",
    "retry-after-ms, 0.25, 250000",
    "retry-after-ms, 1500, 1500000000",
    "x-amz-retry-after, 0, 0",
    "x-amz-retry-after, 1500, 1500000000"
  })
  void number_wellFormed_isExact(String header, String value, long nanos) {
    assertThat(read(header, value)).isEqualTo(floor(ofNanos(nanos), header));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-0",
        "-1",
        "+1",
        "1.",
        ".5",
        "1.5.5",
        "1,5",
        "1e3",
        "0x10",
        "5d",
        "5f",
        "5L",
        "1_0",
        "NaN",
        "Infinity",
        "٣",
        "１",
        "1 2",
        "1;",
        "\u00a05",
        "5\n",
        "5\u0000"
      })
  void number_malformed_saysNothing(String value) {
    for (String header : new String[] {"retry-after", "retry-after-ms", "x-amz-retry-after"}) {
      assertThat(read(header, value)).as(header).isSameAs(ServerHint.NONE);
    }
  }

  @Test
  void amazon_fraction_fallsThrough() {
    assertThat(read("x-amz-retry-after", "1.5", "retry-after", "2"))
        .isEqualTo(floor(ofSeconds(2), "retry-after"));
  }

  @Test
  void date_isMeasured_fromTheServersOwn() {
    String inTenSeconds = "Mon, 01 Jun 2026 12:00:10 GMT";
    assertThat(read("retry-after", inTenSeconds)).isEqualTo(floor(ofSeconds(10), "retry-after"));
    assertThat(read("retry-after", inTenSeconds, "Date", "Mon, 01 Jun 2026 12:00:07 GMT"))
        .isEqualTo(floor(ofSeconds(3), "retry-after"));
    assertThat(read("retry-after", inTenSeconds, "Date", "Monday, 01-Jun-26 11:00:10 GMT"))
        .isEqualTo(floor(ofHours(1), "retry-after"));
    assertThat(read("retry-after", inTenSeconds, "Date", "Mon, 01 Jun 2026 12:00:11 GMT"))
        .isEqualTo(floor(ZERO, "retry-after"));
    assertThat(read("retry-after", inTenSeconds, "Date", "yesterday"))
        .isEqualTo(floor(ofSeconds(10), "retry-after"));
  }

  @Test
  void date_twoDigitYear_isReadByTheServersClock() {
    assertThat(read(
            "retry-after", "Sunday, 06-Nov-94 08:49:37 GMT",
            "Date", "Sat, 06 Nov 2094 08:49:07 GMT"))
        .isEqualTo(floor(ofSeconds(30), "retry-after"));
  }

  @Test
  void seconds_needNoDate() {
    assertThat(read("retry-after", "10", "Date", "Mon, 01 Jun 2020 12:00:00 GMT"))
        .isEqualTo(floor(ofSeconds(10), "retry-after"));
  }
}
