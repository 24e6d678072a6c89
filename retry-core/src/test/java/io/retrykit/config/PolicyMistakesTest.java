package io.retrykit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 14.2: an unknown key or a bad value fails with key, value and what is allowed. */
class PolicyMistakesTest {
  private static final String KEYS = "[abort-on, attempt-timeout, backoff, based-on, budget,"
      + " discovery, exponential-base, guards, initial-delay, jitter, match-causes, max-attempts,"
      + " max-delay, max-duration, max-server-delay, retry-on, throttled-backoff,"
      + " throw-on-exhausted-result, wait-when-refused]";
  private static final String DURATION = "a number with a unit (ns, us, ms, s, m, h, d), as 500ms,"
      + " 1.5s or 2m, or ISO-8601, as PT1S";
  private static final String BACKOFF = "none, fixed 1s, linear 1s 500ms (first, step), fibonacci"
      + " 1s 60s (unit, cap), exponential 1s 2 60s (first, base, cap), or list 1s 2s 5s";

  private static String refusal(String... pairs) {
    Properties properties = new Properties();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.setProperty(pairs[i], pairs[i + 1]);
    }
    Throwable thrown = catchThrowable(() -> Policies.from(properties));
    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void unknownKey_isNamedWithItsValueAndTheKeysThereAre() {
    assertThat(refusal("claude.max-attemps", "5"))
        .isEqualTo("unknown key claude.max-attemps = 5, allowed are " + KEYS);
    assertThat(refusal("claude.breaker.rate", "5"))
        .isEqualTo("unknown key claude.breaker.rate = 5, allowed are " + KEYS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"max-attempts", ".max-attempts", "claude.", ".", ""})
  void key_withoutAPolicyOrWithoutASetting_isRefused(String key) {
    assertThat(refusal(key, "5"))
        .isEqualTo(
            "unknown key " + key + " = 5, a key is the name of a policy, a dot and one of " + KEYS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"initial-delay", "max-delay", "max-duration", "attempt-timeout", "max-server-delay"
      })
  void badDuration_isNamedWithWhatIsAllowed(String key) {
    for (String bad : new String[] {"soon", "5", "-1s", "-PT1S", "", "1 s s", "1e3s"}) {
      assertThat(refusal("claude." + key, bad))
          .isEqualTo("claude." + key + " must be " + DURATION + ", was \"" + bad + '"');
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"match-causes", "wait-when-refused", "throw-on-exhausted-result", "discovery"})
  void badFlag_isNamedWithWhatIsAllowed(String key) {
    assertThat(refusal("claude." + key, "yes"))
        .isEqualTo("claude." + key + " must be true or false, was \"yes\"");
  }

  @ParameterizedTest
  @CsvSource({"many", "2.5", "99999999999", "''"})
  void badNumberOfAttempts_isNamedWithWhatIsAllowed(String bad) {
    assertThat(refusal("claude.max-attempts", bad))
        .isEqualTo("claude.max-attempts must be a whole number or unlimited, was \"" + bad + '"');
  }

  @Test
  void numberOutOfRange_isNamedWithKeyAndRule() {
    assertThat(refusal("claude.max-attempts", "0"))
        .isEqualTo("claude.max-attempts = 0: maxAttempts must be 1 or more, was 0");
    assertThat(refusal("claude.exponential-base", "0.5"))
        .isEqualTo("claude.exponential-base = 0.5: exponentialBase must be between 1 and 1e308,"
            + " was 0.5");
    assertThat(refusal("claude.exponential-base", "NaN"))
        .isEqualTo("claude.exponential-base = NaN: exponentialBase must be between 1 and 1e308,"
            + " was NaN");
    assertThat(refusal("claude.max-duration", "0s"))
        .isEqualTo("claude.max-duration = 0s: maxDuration must be more than zero, was PT0S");
  }

  @Test
  void numberOutOfRange_ofAPolicyWhoseNameIsANumber_stillNamesTheKey() {
    assertThat(refusal("0.exponential-base", "0.5"))
        .isEqualTo(
            "0.exponential-base = 0.5: exponentialBase must be between 1 and 1e308," + " was 0.5");
  }

  @Test
  void badBase_isNamedWithWhatIsAllowed() {
    assertThat(refusal("claude.exponential-base", "two"))
        .isEqualTo("claude.exponential-base must be a number, was \"two\"");
  }

  @Test
  void badJitter_isNamedWithWhatIsAllowed() {
    assertThat(refusal("claude.jitter", "Full"))
        .isEqualTo("claude.jitter must be one of true, false, none, proportional,"
            + " proportional-uncut, full, equal, decorrelated, was \"Full\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fixed",
        "fixed 1s 2s",
        "none 1s",
        "linear 1s",
        "fibonacci 1s",
        "exponential 1s 2",
        "list",
        "random 1s",
        "Fixed 1s"
      })
  void badBackoff_isNamedWithWhatIsAllowed(String bad) {
    assertThat(refusal("claude.backoff", bad))
        .isEqualTo("claude.backoff must be " + BACKOFF + ", was \"" + bad + '"');
    assertThat(refusal("claude.throttled-backoff", bad))
        .isEqualTo("claude.throttled-backoff must be " + BACKOFF + ", was \"" + bad + '"');
  }

  @Test
  void badNumberInABackoff_isNamedAsWell() {
    assertThat(refusal("claude.backoff", "fixed soon"))
        .isEqualTo("claude.backoff must be " + BACKOFF + ", was \"fixed soon\": claude.backoff must"
            + " be " + DURATION + ", was \"soon\"");
    assertThat(refusal("claude.backoff", "exponential 1s 0.5 60s"))
        .startsWith("claude.backoff must be " + BACKOFF + ", was \"exponential 1s 0.5 60s\": ")
        .endsWith("0.5");
    assertThat(refusal("claude.backoff", "exponential 1s two 60s"))
        .isEqualTo("claude.backoff must be " + BACKOFF + ", was \"exponential 1s two 60s\":"
            + " For input string: \"two\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry-on", "abort-on"})
  void badClassName_isNamedWithWhatIsAllowed(String key) {
    assertThat(refusal("claude." + key, "java.io.IOException, com.example.Missing"))
        .isEqualTo("claude." + key
            + " must be full class names that can be loaded (java.io.IOException), separated by commas,"
            + " was \"com.example.Missing\"");
    assertThat(refusal("claude." + key, ""))
        .isEqualTo(
            "claude." + key
                + " must be full class names that can be loaded (java.io.IOException), separated by commas, was \"\"");
    assertThat(refusal("claude." + key, "String"))
        .isEqualTo("claude." + key + " must name exceptions, was \"String\"");
    assertThat(refusal("claude." + key, "java.IO.IOException"))
        .isEqualTo("claude." + key
            + " must be full class names that can be loaded (java.io.IOException), separated by commas,"
            + " was \"java.IO.IOException\"");
  }

  @Test
  void settingsThatContradictEachOther_nameThePolicy() {
    assertThat(refusal("claude.max-attempts", "unlimited"))
        .isEqualTo("claude: unlimitedAttempts needs a maxDuration or a budget, was given neither");
    assertThat(refusal("claude.wait-when-refused", "true"))
        .isEqualTo("claude: waitWhenRefused needs a maxDuration to end the wait, was given none");
    assertThat(refusal("claude.backoff", "fixed 1s", "claude.initial-delay", "2s"))
        .startsWith("claude: backoff replaces initialDelay and exponentialBase, set one or the"
            + " other; backoff was ");
  }

  @Test
  void oneMistake_failsTheWholeConfiguration() {
    Properties properties = new Properties();
    properties.setProperty("good.max-attempts", "5");
    properties.setProperty("bad.max-attempts", "none");

    assertThatThrownBy(() -> Policies.from(properties))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bad.max-attempts must be a whole number or unlimited, was \"none\"");
  }
}
