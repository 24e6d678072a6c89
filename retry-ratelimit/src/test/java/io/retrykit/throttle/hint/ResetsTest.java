package io.retrykit.throttle.hint;

import static io.retrykit.throttle.hint.Hints.floor;
import static io.retrykit.throttle.hint.Hints.read;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.time.Nanos;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When vendors' limits are reset: only those that are used up are worth waiting for. */
class ResetsTest {
  private static final String ANTHROPIC = "anthropic-ratelimit-";
  private static final long EPOCH = Hints.NOW.getEpochSecond();

  private static String at(int second) {
    return "2026-06-01T12:00:%02dZ".formatted(second);
  }

  @Test
  void anthropic_severalUsedUp_isTheLatest() {
    assertThat(read(
            ANTHROPIC + "requests-remaining",
            "0",
            ANTHROPIC + "requests-reset",
            at(10),
            ANTHROPIC + "tokens-remaining",
            "1",
            ANTHROPIC + "tokens-reset",
            at(50),
            ANTHROPIC + "input-tokens-remaining",
            "0",
            ANTHROPIC + "input-tokens-reset",
            at(30),
            ANTHROPIC + "output-tokens-remaining",
            "0",
            ANTHROPIC + "output-tokens-reset",
            at(20)))
        .isEqualTo(floor(ofSeconds(30), ANTHROPIC + "input-tokens-reset"));
  }

  @Test
  void anthropic_oneUsedUp_leavesOutThoseThatDoNotSay() {
    assertThat(read(
            ANTHROPIC + "requests-reset", at(50),
            ANTHROPIC + "tokens-remaining", "0",
            ANTHROPIC + "tokens-reset", at(10)))
        .isEqualTo(floor(ofSeconds(10), ANTHROPIC + "tokens-reset"));
  }

  @Test
  void anthropic_someLeft_leavesOutThoseThatDoNotSay() {
    assertThat(read(
            ANTHROPIC + "requests-reset", at(50),
            ANTHROPIC + "tokens-remaining", "5",
            ANTHROPIC + "tokens-reset", at(10)))
        .isSameAs(ServerHint.NONE);
  }

  @Test
  void anthropic_noneSaysWhatRemains_isTheLatest() {
    assertThat(read(
            ANTHROPIC + "requests-reset", at(10),
            ANTHROPIC + "output-tokens-reset", at(40),
            ANTHROPIC + "tokens-remaining", "some",
            ANTHROPIC + "tokens-reset", at(20)))
        .isEqualTo(floor(ofSeconds(40), ANTHROPIC + "output-tokens-reset"));
  }

  @Test
  void anthropic_oneResetMalformed_isTheOther() {
    assertThat(read(
            ANTHROPIC + "requests-remaining", "0",
            ANTHROPIC + "requests-reset", "later",
            ANTHROPIC + "tokens-remaining", "0",
            ANTHROPIC + "tokens-reset", at(10)))
        .isEqualTo(floor(ofSeconds(10), ANTHROPIC + "tokens-reset"));
  }

  @Test
  void anthropic_resetsInThePast_areZero() {
    assertThat(read(
            ANTHROPIC + "requests-remaining", "0",
            ANTHROPIC + "requests-reset", "2026-06-01T11:00:00Z"))
        .isEqualTo(floor(ZERO, ANTHROPIC + "requests-reset"));
  }

  @ParameterizedTest
  @CsvSource({"rejected, 30", "'', 30", "ALLOWED, 30", "allowed, -1", "allowed_warning, -1"})
  void anthropicUnified_allowed_saysNothing(String status, long seconds) {
    String reset = ANTHROPIC + "unified-reset";
    assertThat(read(reset, "" + (EPOCH + 30), ANTHROPIC + "unified-status", status))
        .isEqualTo(seconds < 0 ? ServerHint.NONE : floor(ofSeconds(seconds), reset));
  }

  @Test
  void pointsInTime_areMeasured_fromTheServersClock() {
    String date = "Mon, 01 Jun 2026 11:59:55 GMT";
    assertThat(read(
            "Date", date, ANTHROPIC + "tokens-remaining", "0", ANTHROPIC + "tokens-reset", at(10)))
        .isEqualTo(floor(ofSeconds(15), ANTHROPIC + "tokens-reset"));
    assertThat(read("Date", date, "x-ratelimit-remaining", "0", "x-ratelimit-reset", "" + EPOCH))
        .isEqualTo(floor(ofSeconds(5), "x-ratelimit-reset"));
    assertThat(read("Date", date, ANTHROPIC + "unified-reset", "" + EPOCH))
        .isEqualTo(floor(ofSeconds(5), ANTHROPIC + "unified-reset"));
  }

  @Test
  void openAi_oneUsedUp_leavesOutTheOther() {
    assertThat(read(
            "x-ratelimit-remaining-requests", "7",
            "x-ratelimit-reset-requests", "1h",
            "x-ratelimit-remaining-tokens", "0",
            "x-ratelimit-reset-tokens", "250ms"))
        .isEqualTo(floor(ofMillis(250), "x-ratelimit-reset-tokens"));
    assertThat(read("x-ratelimit-reset-requests", "1h", "x-ratelimit-reset-tokens", "250ms"))
        .isSameAs(ServerHint.NONE);
  }

  @Test
  void openAi_bothUsedUp_isTheLonger_alsoInDifferentForms() {
    assertThat(read(
            "x-ratelimit-remaining-requests", "0",
            "x-ratelimit-reset-requests", "90",
            "x-ratelimit-remaining-tokens", "0",
            "x-ratelimit-reset-tokens", "1m29s"))
        .isEqualTo(floor(ofSeconds(90), "x-ratelimit-reset-requests"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "60, 60000",
    "999999999, 999999999000",
    "1000000000, 0",
    "1780315245, 45000",
    "99999999999, 98219684799000",
    "100000000000, 0",
    "1780315245250, 45250",
    "99999999999999, 98219684799999"
  })
  void epochReset_ofEachSize_isReadAsWhatItMustBe(String value, long millis) {
    assertThat(read("x-ratelimit-remaining", "0", "x-ratelimit-reset", value).nanos())
        .isEqualTo(Nanos.times(millis, 1_000_000));
  }

  @Test
  void epochReset_quotaLeftOrUnsaid_saysNothing() {
    assertThat(read("x-ratelimit-remaining", "1", "x-ratelimit-reset", "60"))
        .isSameAs(ServerHint.NONE);
    assertThat(read("x-ratelimit-reset", "60")).isSameAs(ServerHint.NONE);
    assertThat(read("x-ratelimit-remaining", "-1", "x-ratelimit-reset", "60"))
        .isSameAs(ServerHint.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"default\";r=0;t=3600",
        "default;r=0;t=3600",
        "\"a\";r=0;t=30, \"b\";r=0;t=3600,\t\"c\";r=1;t=9999",
        "\"a,b;r=1;\\\"\\\\\";r=0;t=3600",
        "\"a\"; pk=:QUJD+/=:; r=0;t=3600;x;y=?1;z=1.5;s=\"t=9\";u=tok/en:1;d=@17;e=%\"f%c3\"",
        "\"a\";t=1;r=5;r=0;t=3600",
        "\"a\";r=0, \"b\";r=0;t=soon, \"c\";r=0;t=-5, \"d\";r=0.0;t=9999, \"e\";r=0;t=3600",
        "limit=100, remaining=0, reset=3600",
        "reset=3600;w=1,remaining=0",
        "limit=100;w=60, partial;r=0;t=9999, remaining=0, reset=3600"
      })
  void rateLimit_usedUp_isTheGreatestReset(String value) {
    assertThat(read("RateLimit", value)).isEqualTo(floor(ofHours(1), "ratelimit"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "\"default\";r=0;t=30,",
        "\"default\";r=0;t=30, \"b",
        "\"default\";r=0;t=30;",
        "\"default\" ;r=0;t=30",
        "\"default\";r =0;t=30",
        "\"default\";R=0;T=30",
        "\"default\";r=0;t=30 40",
        "\"default\\x\";r=0;t=30",
        "\"default\u00e9\";r=0;t=30",
        "\"default\";t=30",
        "\"default\";r=5;t=30",
        "\"default\";r=-1;t=30",
        "\"default\";r=-0;t=30",
        "\"default\";r=0;t=-30",
        "remaining=0, reset=-5",
        "\"default\";r=0;r=x;t=30",
        "\"default\";r=\"0\";t=30",
        "\"default\";r=0;t=٣",
        "(\"a\");r=0;t=30",
        "\"a\";r=0;t=30, remaining=0, reset=5",
        "Remaining=0, Reset=5",
        "remaining=0, reset=",
        "remaining=0",
        "reset=5",
        "remaining=1, reset=5",
        "\"a\";r=0;t=30;x=?2",
        "\"a\";r=0;t=30;x=:@:",
        "\"a\";r=0;t=30;x=1."
      })
  void rateLimit_malformedOrNotUsedUp_saysNothing(String value) {
    assertThat(read("RateLimit", value)).isSameAs(ServerHint.NONE);
  }

  @Test
  void rateLimit_saysNothing_leavesTheWordToTheOlderFields() {
    assertThat(read("RateLimit", "?", "RateLimit-Remaining", "0", "RateLimit-Reset", "50"))
        .isEqualTo(floor(ofSeconds(50), "ratelimit-reset"));
    assertThat(read("RateLimit-Remaining", "1", "RateLimit-Reset", "50")).isSameAs(ServerHint.NONE);
    assertThat(read("RateLimit-Reset", "50")).isSameAs(ServerHint.NONE);
  }
}
