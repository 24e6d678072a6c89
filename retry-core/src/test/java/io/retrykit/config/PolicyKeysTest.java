package io.retrykit.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SPEC 14.1: every key, and what it sets. */
class PolicyKeysTest {
  private static RetryPolicy claude(String... pairs) {
    Properties properties = new Properties();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.setProperty("claude." + pairs[i], pairs[i + 1]);
    }
    return Policies.from(properties).get("claude");
  }

  @Test
  void keys_areExactlyThoseOfTheDocumentation() {
    Set<String> documented = new TreeSet<>(List.of(
        "based-on",
        "max-attempts",
        "initial-delay",
        "max-delay",
        "exponential-base",
        "jitter",
        "backoff",
        "throttled-backoff",
        "retry-on",
        "abort-on",
        "match-causes",
        "max-duration",
        "attempt-timeout",
        "max-server-delay",
        "wait-when-refused",
        "throw-on-exhausted-result",
        "discovery",
        "guards",
        "budget"));

    assertThat(PolicySection.KEYS.keySet()).isEqualTo(documented);
  }

  @Test
  void maxAttempts_isANumberOrUnlimited() {
    assertThat(claude("max-attempts", " 5 ").maxAttempts()).isEqualTo(5);
    assertThat(claude("max-attempts", "unlimited", "max-duration", "1m").isUnlimited())
        .isTrue();
  }

  @Test
  void delaysAndBase_shapeThePauses() {
    RetryPolicy policy = claude(
        "initial-delay", "500ms", "exponential-base", "3", "max-delay", "4s", "jitter", "false");

    assertThat(policy.backoff().schedule(4))
        .containsExactly(
            Duration.ofMillis(500),
            Duration.ofMillis(1500),
            Duration.ofSeconds(4),
            Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @CsvSource({
    "1s, PT1S",
    "500ms, PT0.5S",
    "PT1S, PT1S",
    "1.5s, PT1.5S",
    "2m, PT2M",
    "1h, PT1H",
    "1d, PT24H",
    "250us, PT0.00025S",
    "7ns, PT0.000000007S",
    "PT1M0.5S, PT1M0.5S",
    "0s, PT0S"
  })
  void duration_inEitherNotation_isThatLong(String text, Duration duration) {
    assertThat(claude("initial-delay", text, "max-delay", "2d", "jitter", "none")
            .backoff()
            .schedule(1))
        .containsExactly(duration);
  }

  @ParameterizedTest
  @CsvSource({
    "true, 500, 1500",
    "proportional, 500, 1500",
    "false, 1000, 1000",
    "none, 1000, 1000",
    "proportional-uncut, 500, 1500",
    "full, 0, 1000",
    "equal, 500, 1000",
    "decorrelated, 1000, 3000"
  })
  void jitter_isTheRangeOfItsName(String text, long lowMillis, long highMillis) {
    Backoff backoff = claude("jitter", text).backoff();

    assertThat(Duration.ofNanos(backoff.leastNanos(1, 0))).isEqualTo(Duration.ofMillis(lowMillis));
    assertThat(backoff.mostNanos(1, 0))
        .isBetween(highMillis * 1_000_000L - 1_000_000L, highMillis * 1_000_000L);
  }

  @Test
  void jitterUncut_reachesBeyondTheCap() {
    assertThat(
            claude("jitter", "proportional-uncut", "max-delay", "1s").backoff().mostNanos(5, 0))
        .isGreaterThan(1_400_000_000L);
    assertThat(claude("jitter", "proportional", "max-delay", "1s").backoff().mostNanos(5, 0))
        .isLessThanOrEqualTo(1_000_000_000L);
  }

  static Stream<Arguments> backoffs() {
    return Stream.of(
        Arguments.of("none", Backoff.none()),
        Arguments.of("fixed 2s", Backoff.fixed(Duration.ofSeconds(2))),
        Arguments.of(
            "linear 1s 500ms", Backoff.linear(Duration.ofSeconds(1), Duration.ofMillis(500))),
        Arguments.of(
            "fibonacci 1s, 3s", Backoff.fibonacci(Duration.ofSeconds(1), Duration.ofSeconds(3))),
        Arguments.of(
            "exponential 1s 1.5 PT3S",
            Backoff.exponential(Duration.ofSeconds(1), 1.5, Duration.ofSeconds(3))),
        Arguments.of(
            "list 1s,2s,  5s",
            Backoff.list(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5))));
  }

  @ParameterizedTest
  @MethodSource("backoffs")
  void backoff_isTheOneOfItsWords(String text, Backoff expected) {
    assertThat(claude("backoff", text).backoff().schedule(5)).isEqualTo(expected.schedule(5));
    assertThat(claude("throttled-backoff", text).throttledBackoff().schedule(5))
        .isEqualTo(expected.schedule(5));
  }

  @Test
  void throttledBackoff_leavesTheOtherOneAlone() {
    RetryPolicy policy = claude("throttled-backoff", "fixed 5s", "backoff", "fixed 1s");

    assertThat(policy.backoff().schedule(1)).containsExactly(Duration.ofSeconds(1));
    assertThat(policy.throttledBackoff().schedule(1)).containsExactly(Duration.ofSeconds(5));
  }

  @Test
  void retryOnAndAbortOn_areClassNames_ofJavaLangWithoutAPackage() {
    RetryPolicy policy = claude(
        "retry-on", "java.io.IOException, IllegalStateException",
        "abort-on", "java.io.FileNotFoundException");

    assertThat(policy.selection().retries(new IOException())).isTrue();
    assertThat(policy.selection().retries(new IllegalStateException())).isTrue();
    assertThat(policy.selection().retries(new TimeoutException())).isFalse();
    assertThat(policy.selection().aborts(new FileNotFoundException())).isTrue();
    assertThat(policy.selection().aborts(new IOException())).isFalse();
  }

  @Test
  void matchCauses_looksAtCausesToo() {
    Throwable wrapped = new UncheckedIOException(new IOException());

    assertThat(claude("retry-on", "java.io.IOException", "match-causes", "true")
            .selection()
            .retries(wrapped))
        .isTrue();
    assertThat(claude("retry-on", "java.io.IOException", "match-causes", "false")
            .selection()
            .retries(wrapped))
        .isFalse();
  }

  @Test
  void limits_areThoseDurations() {
    RetryPolicy policy =
        claude("max-duration", "2m", "attempt-timeout", "10s", "max-server-delay", "90s");

    assertThat(policy.maxDuration()).contains(Duration.ofMinutes(2));
    assertThat(policy.attemptTimeout()).contains(Duration.ofSeconds(10));
    assertThat(policy.maxServerDelay()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void flags_areTrueOrFalse() {
    RetryPolicy on = claude(
        "wait-when-refused", "true", "max-duration", "1m", "throw-on-exhausted-result", "true");
    RetryPolicy off = claude(
        "wait-when-refused", "false", "throw-on-exhausted-result", "false", "discovery", "false");

    assertThat(on.waitWhenRefused()).isTrue();
    assertThat(on.throwOnExhaustedResult()).isTrue();
    assertThat(on.discovery()).isTrue();
    assertThat(off.waitWhenRefused()).isFalse();
    assertThat(off.throwOnExhaustedResult()).isFalse();
    assertThat(off.discovery()).isFalse();
  }

  @Test
  void emptyGuards_areNone() {
    assertThat(claude("guards", " ").guards()).isEmpty();
    assertThat(claude("max-attempts", "2").budget()).isEmpty();
  }
}
