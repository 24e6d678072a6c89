package io.retrykit.circuitbreaker.plugin;

import static io.retrykit.testing.Configured.breakerRefusal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SPEC 14.2, 22.15: a mistake in the settings of a breaker is named with key and value. */
class BreakerMistakesTest {
  private static final String DURATION = "a number with a unit (ns, us, ms, s, m, h, d), as 500ms,"
      + " 1.5s or 2m, or ISO-8601, as PT1S";

  @ParameterizedTest
  @CsvSource({
    "consecutive-failures, 1000000",
    "window-calls, 1000000",
    "minimum-calls, 2147483647",
    "probes, 100000",
    "success-threshold, 100000"
  })
  void number_outOfItsRange_isRefused(String key, long most) {
    for (String bad : new String[] {"0", "-1", Long.toString(most + 1), "1.5", "many"}) {
      assertThat(breakerRefusal(key, bad))
          .isEqualTo("x.circuit-breaker." + key + " must be a whole number between 1 and " + most
              + ", was \"" + bad + '"');
    }
  }

  @ParameterizedTest
  @CsvSource({
    "of-calls, 1000001, failures, 1, 1000000",
    "failures, 0, of-calls, 5, 1000000",
    "window-buckets, 1001, window-time, 1h, 1000",
    "max-keys, 0, per-key, true, 2147483647"
  })
  void number_thatNeedsAnotherKey_outOfItsRange_isRefused(
      String key, String bad, String other, String value, long most) {
    assertThat(breakerRefusal(key, bad, other, value))
        .isEqualTo("x.circuit-breaker." + key + " must be a whole number between 1 and " + most
            + ", was \"" + bad + '"');
  }

  @Test
  void share_outOfItsRange_isRefused() {
    for (String bad : new String[] {"0", "100.1", "-5", "half"}) {
      String rule = " must be a number between 0.001 and 100.0, was \"" + bad + '"';
      assertThat(breakerRefusal("failure-rate", bad))
          .isEqualTo("x.circuit-breaker.failure-rate" + rule);
      assertThat(breakerRefusal("slow-call-threshold", "1s", "slow-call-rate", bad))
          .isEqualTo("x.circuit-breaker.slow-call-rate" + rule);
    }
    assertThat(breakerRefusal("open-time", "1s", "open-time-growth", "0.9"))
        .isEqualTo("x.circuit-breaker.open-time-growth must be a number between 1.0 and 1000.0,"
            + " was \"0.9\"");
    assertThat(breakerRefusal("open-time-jitter", "1.1"))
        .isEqualTo("x.circuit-breaker.open-time-jitter must be a number between 0.0 and 1.0, was"
            + " \"1.1\"");
  }

  @ParameterizedTest
  @CsvSource({
    "window-time, ,",
    "slow-call-threshold, slow-call-rate, 50",
    "open-time, ,",
    "open-time, open-time-growth, 2",
    "lease-time, ,",
    "idle, per-key, true"
  })
  void duration_thatIsNone_isRefused(String key, String other, String value) {
    String[] settings =
        other == null ? new String[] {key, "soon"} : new String[] {key, "soon", other, value};

    assertThat(breakerRefusal(settings))
        .isEqualTo("x.circuit-breaker." + key + " must be " + DURATION + ", was \"soon\"");
  }

  @Test
  void duration_outOfItsRange_isRefused() {
    assertThat(breakerRefusal("open-time", "0s"))
        .isEqualTo("x.circuit-breaker.open-time = 0s: openTime must be more than zero, was PT0S");
    assertThat(breakerRefusal("lease-time", "0s"))
        .isEqualTo("x.circuit-breaker.lease-time = 0s: leaseTime must be more than zero, was PT0S");
    assertThat(breakerRefusal("slow-call-threshold", "0s", "slow-call-rate", "1"))
        .isEqualTo("x.circuit-breaker.slow-call-threshold = 0s: threshold must be more than zero,"
            + " was PT0S");
    assertThat(breakerRefusal("window-time", "9ms"))
        .isEqualTo("x.circuit-breaker.window-time = 9ms: time must be between 10ms and one day,"
            + " was PT0.009S");
    assertThat(breakerRefusal("window-time", "25h"))
        .isEqualTo("x.circuit-breaker.window-time = 25h: time must be between 10ms and one day,"
            + " was PT25H");
    assertThat(breakerRefusal("per-key", "true", "idle", "0s"))
        .isEqualTo("x.guards = circuit-breaker: idle must be more than zero, was PT0S");
  }

  @Test
  void flag_thatIsNone_isRefused() {
    assertThat(breakerRefusal("per-key", "yes"))
        .isEqualTo("x.circuit-breaker.per-key must be one of [false, true], was \"yes\"");
    assertThat(breakerRefusal("ignore-rate-limits", "1"))
        .isEqualTo("x.circuit-breaker.ignore-rate-limits must be one of [false, true], was \"1\"");
  }

  @ParameterizedTest
  @CsvSource({"ignore", "failure-on"})
  void className_thatCannotBeLoadedOrIsNoException_isRefused(String key) {
    String names = " must be full class names that can be loaded (java.io.IOException), separated"
        + " by commas, was ";
    assertThat(breakerRefusal(key, "java.io.IOException, app.Lost"))
        .isEqualTo("x.circuit-breaker." + key + names + "\"app.Lost\"");
    assertThat(breakerRefusal(key, "IOException"))
        .isEqualTo("x.circuit-breaker." + key + names + "\"IOException\"");
    assertThat(breakerRefusal(key, "")).isEqualTo("x.circuit-breaker." + key + names + "\"\"");
    assertThat(breakerRefusal(key, "String"))
        .isEqualTo("x.circuit-breaker." + key + " must name exceptions, was \"String\"");
  }

  @ParameterizedTest
  @CsvSource({
    "failures, 5, of-calls",
    "of-calls, 20, failures",
    "window-buckets, 5, window-time",
    "slow-call-threshold, 2s, slow-call-rate",
    "slow-call-rate, 50, slow-call-threshold",
    "open-time-growth, 2, open-time",
    "max-keys, 10, per-key = true",
    "idle, 1h, per-key = true"
  })
  void setting_thatMeansNothingWithoutAnother_isRefused(String key, String value, String needed) {
    assertThat(breakerRefusal(key, value))
        .isEqualTo("x.circuit-breaker." + key + " = " + value + " needs " + needed);
  }

  @Test
  void openTimeMax_withoutGrowth_isRefused() {
    assertThat(breakerRefusal("open-time", "1s", "open-time-max", "1m"))
        .isEqualTo("x.circuit-breaker.open-time-max = 1m needs open-time-growth");
  }

  @ParameterizedTest
  @CsvSource({
    "consecutive-failures, 5, window-calls, 10",
    "consecutive-failures, 5, window-time, 10s",
    "consecutive-failures, 5, failure-rate, 10",
    "consecutive-failures, 5, minimum-calls, 10",
    "window-calls, 5, window-time, 10s"
  })
  void ways_ofCounting_thatContradictEachOther_areRefused(
      String one, String value, String other, String otherValue) {
    assertThat(breakerRefusal(one, value, other, otherValue))
        .isEqualTo("x.circuit-breaker." + one + " = " + value + " and x.circuit-breaker." + other
            + " = " + otherValue + " exclude each other");
  }

  @ParameterizedTest
  @CsvSource({"window-calls, 10", "window-time, 10s", "failure-rate, 10", "minimum-calls, 10"})
  void failuresOfSoManyCalls_besideAnotherWayOfCounting_areRefused(String other, String value) {
    assertThat(breakerRefusal("failures", "5", "of-calls", "9", other, value))
        .isEqualTo("x.circuit-breaker.failures = 5 and x.circuit-breaker." + other + " = " + value
            + " exclude each other");
  }

  @Test
  void consecutiveFailures_besideFailuresOrSlowCalls_areRefused() {
    assertThat(breakerRefusal("consecutive-failures", "5", "failures", "5", "of-calls", "9"))
        .isEqualTo("x.circuit-breaker.consecutive-failures = 5 and x.circuit-breaker.failures = 5"
            + " exclude each other");
    assertThat(breakerRefusal(
            "consecutive-failures", "5", "slow-call-threshold", "1s", "slow-call-rate", "9"))
        .isEqualTo("x.circuit-breaker.consecutive-failures = 5 and"
            + " x.circuit-breaker.slow-call-threshold = 1s exclude each other");
    assertThat(breakerRefusal(
            "failures", "5",
            "of-calls", "9",
            "slow-call-threshold", "1s",
            "slow-call-rate", "9"))
        .isEqualTo("x.circuit-breaker.failures = 5 and x.circuit-breaker.slow-call-threshold = 1s"
            + " exclude each other");
  }

  @Test
  void setting_beyondAnother_isRefused() {
    assertThat(breakerRefusal("failures", "10", "of-calls", "9"))
        .isEqualTo("x.circuit-breaker.failures = 10 must not be more than"
            + " x.circuit-breaker.of-calls = 9");
    assertThat(breakerRefusal("open-time", "1m", "open-time-growth", "2", "open-time-max", "59s"))
        .isEqualTo("x.circuit-breaker.open-time = 1m must not be more than"
            + " x.circuit-breaker.open-time-max = 59s");
    assertThat(breakerRefusal("probes", "2", "success-threshold", "3"))
        .isEqualTo("x.circuit-breaker.success-threshold = 3 must not be more than"
            + " x.circuit-breaker.probes = 2");
    assertThat(breakerRefusal("success-threshold", "4"))
        .isEqualTo(
            "x.circuit-breaker.success-threshold = 4 must not be more than probes, which is 3");
    assertThat(breakerRefusal("consecutive-failures", "5", "success-threshold", "2"))
        .isEqualTo(
            "x.circuit-breaker.success-threshold = 2 must not be more than probes, which is 1");
  }

  /** The key misspelt is the mistake, not that the other one seems to lack it. */
  @Test
  void key_thatIsMisspelt_isRefusedBeforeWhatNeedsIt() {
    assertThat(breakerRefusal("failures", "5", "off-calls", "9"))
        .isEqualTo("unknown key x.circuit-breaker.off-calls = 9, allowed are"
            + " [consecutive-failures, failure-on, failure-rate, failures, idle, ignore,"
            + " ignore-rate-limits, lease-time, max-keys, minimum-calls, of-calls, open-time,"
            + " open-time-growth, open-time-jitter, open-time-max, per-key, probes, shared,"
            + " slow-call-rate, slow-call-threshold, success-threshold, window-buckets,"
            + " window-calls, window-time]");
  }
}
