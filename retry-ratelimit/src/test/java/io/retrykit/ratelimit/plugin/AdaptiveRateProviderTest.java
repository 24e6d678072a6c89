package io.retrykit.ratelimit.plugin;

import static io.retrykit.testing.Configured.guard;
import static io.retrykit.testing.Configured.guardRefusal;
import static io.retrykit.testing.Configured.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.ratelimit.AdaptiveRateLimiter;
import io.retrykit.ratelimit.AdaptiveRateLimiter.Snapshot;
import io.retrykit.ratelimit.AdaptiveRateLimiterBuilder;
import io.retrykit.spi.ProviderSettings;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SPEC 14.3: the adaptive rate by name, each setting in effect. */
class AdaptiveRateProviderTest {
  private static final String RATE = "a number between 1.0E-6 and 1.0E12";

  /** Runs a limiter through traffic, a throttle, and the way back up. */
  private static List<Snapshot> course(AdaptiveRateLimiterBuilder builder) {
    VirtualTimebase time = VirtualTimebase.create();
    AdaptiveRateLimiter limiter = builder.timebase(time).build();
    List<Snapshot> course = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      time.advance(Duration.ofMillis(i % 7 == 0 ? 900 : 130));
      limiter.update(i == 20 || i == 41, 1);
      course.add(limiter.snapshot());
    }
    return course;
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        setting("beta", "0.4", limiter -> limiter.beta(0.4)),
        setting("scale", "2", limiter -> limiter.scale(2)),
        setting("smoothing", "0.3", limiter -> limiter.smoothing(0.3)),
        setting("bucket", "2s", limiter -> limiter.bucket(Duration.ofSeconds(2))),
        setting("minimum-rate", "25", limiter -> limiter.minimumRate(25)),
        setting("growth", "1", limiter -> limiter.growth(1)),
        setting("minimum-capacity", "40", limiter -> limiter.minimumCapacity(40)));
  }

  private static Arguments setting(
      String key, String value, UnaryOperator<AdaptiveRateLimiterBuilder> byHand) {
    return Arguments.of(key, value, byHand);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void setting_isTheBuildersOfThatName(
      String key, String value, UnaryOperator<AdaptiveRateLimiterBuilder> byHand) {
    ProviderSettings settings = new ProviderSettings("x", "x.", Map.of(key, value));
    List<Snapshot> course = course(AdaptiveRateProvider.builder(settings));

    assertThat(course).isEqualTo(course(byHand.apply(AdaptiveRateLimiter.builder())));
    assertThat(course).isNotEqualTo(course(AdaptiveRateLimiter.builder()));
  }

  @Test
  void limiter_withoutSettings_isTheOneOfTheSdks() {
    ProviderSettings none = new ProviderSettings("x", "x.", Map.of());

    assertThat(course(AdaptiveRateProvider.builder(none)))
        .isEqualTo(course(AdaptiveRateLimiter.builder()));
    assertThat(guard(AdaptiveRateLimiter.class, "adaptive-rate").name())
        .isEqualTo("x.adaptive-rate");
  }

  @Test
  void settings_fromAFile_areInEffect() {
    // one a day: nothing comes in while the test runs
    AdaptiveRateLimiter limiter = guard(
        AdaptiveRateLimiter.class, "adaptive-rate", "minimum-rate", "0.00001", "max-wait", "0s");
    limiter.update(true, 1);

    assertThat(limiter.snapshot().fillRate()).isEqualTo(0.00001);
    assertThat(limiter.admit(request("k", 1)).isGranted()).isFalse();
    assertThat(limiter.admit(request("k", 1)).retryAfterNanos())
        .isBetween(Duration.ofHours(26).toNanos(), Duration.ofHours(28).toNanos());
  }

  @Test
  void maxWait_isFiveMinutesUnlessSet() {
    AdaptiveRateLimiter patient =
        guard(AdaptiveRateLimiter.class, "adaptive-rate", "minimum-rate", "0.001");
    patient.update(true, 1);
    AdaptiveRateLimiter morePatient = guard(
        AdaptiveRateLimiter.class, "adaptive-rate", "minimum-rate", "0.001", "max-wait", "20m");
    morePatient.update(true, 1);

    assertThat(patient.admit(request("k", 1)).isGranted()).isFalse();
    assertThat(morePatient.admit(request("k", 1)).isGranted()).isTrue();
  }

  // SPEC 14.2
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "beta | 0 | a number between 1.0E-6 and 0.999999",
        "beta | 1 | a number between 1.0E-6 and 0.999999",
        "scale | -1 | " + RATE,
        "scale | NaN | " + RATE,
        "smoothing | 1.1 | a number between 1.0E-6 and 1.0",
        "minimum-rate | 0 | " + RATE,
        "growth | 0.9 | a number between 1.0 and 1.0E12",
        "minimum-capacity | 1e13 | " + RATE,
        "minimum-capacity | x | " + RATE
      })
  void badNumber_isNamedWithKeyAndRule(String key, String value, String rule) {
    assertThat(guardRefusal("adaptive-rate", key, value))
        .isEqualTo("x.adaptive-rate." + key + " must be " + rule + ", was \"" + value + '"');
  }

  // SPEC 14.2
  @Test
  void badSetting_isNamedWithRuleAndValue() {
    String duration = " must be a number with a unit (ns, us, ms, s, m, h, d), as 500ms,"
        + " 1.5s or 2m, or ISO-8601, as PT1S, was ";
    assertThat(guardRefusal("adaptive-rate", "bucket", "half"))
        .isEqualTo("x.adaptive-rate.bucket" + duration + "\"half\"");
    assertThat(guardRefusal("adaptive-rate", "max-wait", "-1s"))
        .isEqualTo("x.adaptive-rate.max-wait" + duration + "\"-1s\"");
    assertThat(guardRefusal("adaptive-rate", "bucket", "2h"))
        .isEqualTo("x.guards = adaptive-rate: bucket must be between 1 ms and 1 h, was PT2H");
    assertThat(guardRefusal("adaptive-rate", "rate", "2"))
        .isEqualTo("unknown key x.adaptive-rate.rate = 2, allowed are [beta, bucket, growth,"
            + " max-wait, minimum-capacity, minimum-rate, scale, shared, smoothing]");
  }
}
