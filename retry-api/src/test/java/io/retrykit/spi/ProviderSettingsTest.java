package io.retrykit.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.retrykit.time.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a provider reads of its configuration. */
class ProviderSettingsTest {
  private static final String PREFIX = "claude.circuit-breaker.";

  @Test
  void policy_isTheOneItIsFor() {
    assertThat(settings(Map.of()).policy()).isEqualTo("claude");
  }

  @Test
  void getters_ofAMissingKey_areEmpty() {
    ProviderSettings none = settings(Map.of());
    assertThat(none.text("x")).isEmpty();
    assertThat(none.duration("x")).isEmpty();
    assertThat(none.integer("x", 0, 1)).isEmpty();
    assertThat(none.number("x", 0, 1)).isEmpty();
    assertThat(none.flag("x")).isEmpty();
    assertThat(none.oneOf("x", Set.of("a"))).isEmpty();
  }

  @Test
  void getters_ofGoodValues_readThemWithoutTheSpaceAround() {
    assertThat(settings(" a b ").text("key")).contains("a b");
    assertThat(settings(" 500ms ").duration("key")).contains(Duration.ofMillis(500));
    assertThat(settings("PT2M").duration("key")).contains(Duration.ofMinutes(2));
    assertThat(settings(" -5 ").integer("key", -5, 5)).hasValue(-5);
    assertThat(settings("5").integer("key", -5, 5)).hasValue(5);
    assertThat(settings(" 0.5 ").number("key", 0, 0.5)).hasValue(0.5);
    assertThat(settings("1e-3").number("key", 0.001, 1)).hasValue(0.001);
    assertThat(settings(" true ").flag("key")).contains(true);
    assertThat(settings("false").flag("key")).contains(false);
    assertThat(settings(" count ").oneOf("key", Set.of("count", "time"))).contains("count");
  }

  @Test
  void duration_bad_isRefusedWithTheWholeKeyRuleAndValue() {
    assertRefused(
        () -> settings("soon").duration("key"),
        PREFIX + "key must be " + Durations.ALLOWED + ", was \"soon\"");
    assertRefused(
        () -> settings("-1s").duration("key"),
        PREFIX + "key must be " + Durations.ALLOWED + ", was \"-1s\"");
  }

  @Test
  void integer_bad_isRefusedWithTheWholeKeyRuleAndValue() {
    for (String bad : new String[] {"0", "11", "1.5", "ten", "", "99999999999999999999"}) {
      assertRefused(
          () -> settings(bad).integer("key", 1, 10),
          PREFIX + "key must be a whole number between 1 and 10, was \"" + bad + '"');
    }
  }

  @Test
  void number_bad_isRefusedWithTheWholeKeyRuleAndValue() {
    for (String bad : new String[] {"-0.1", "1.1", "NaN", "Infinity", "half", "", "1d", "0x1p-2"}) {
      assertRefused(
          () -> settings(bad).number("key", 0, 1),
          PREFIX + "key must be a number between 0.0 and 1.0, was \"" + bad + '"');
    }
  }

  @Test
  void flag_bad_isRefusedWithTheWholeKeyRuleAndValue() {
    for (String bad : new String[] {"yes", "TRUE", "1", ""}) {
      assertRefused(
          () -> settings(bad).flag("key"),
          PREFIX + "key must be one of [false, true], was \"" + bad + '"');
    }
  }

  @Test
  void oneOf_bad_isRefusedWithTheWordsInOrder() {
    assertRefused(
        () -> settings("size").oneOf("key", Set.of("time", "count")),
        PREFIX + "key must be one of [count, time], was \"size\"");
  }

  @Test
  void rejectUnread_ofKeysThatWereAskedFor_saysNothing() {
    ProviderSettings settings = settings(Map.of("window", "5s", "size", "7"));
    assertThat(settings.duration("window")).isPresent();
    assertThat(settings.integer("size", 1, 10)).isPresent();
    assertThat(settings.flag("not-written")).isEmpty();
    assertThatCode(settings::rejectUnread).doesNotThrowAnyException();
  }

  @Test
  void rejectUnread_ofAKeyNobodyAskedFor_namesItAndTheKeysThereAre() {
    ProviderSettings settings = settings(Map.of("windw", "5s", "zzz", "1", "size", "7"));
    assertThat(settings.duration("window")).isEmpty();
    assertThat(settings.integer("size", 1, 10)).hasValue(7);
    assertRefused(
        settings::rejectUnread,
        "unknown key claude.circuit-breaker.windw = 5s, allowed are [size, window]");
  }

  @Test
  void rejectUnread_whereThereAreNoKeys_saysThat() {
    assertRefused(
        () -> settings("1").rejectUnread(),
        "unknown key claude.circuit-breaker.key = 1, there are no keys");
  }

  @Test
  void settings_afterTheyWereMade_areNotChangedByTheMap() {
    Map<String, String> values = new HashMap<>(Map.of("key", "1"));
    ProviderSettings settings = settings(values);
    values.put("key", "2");
    assertThat(settings.text("key")).contains("1");
  }

  private static ProviderSettings settings(String value) {
    return settings(Map.of("key", value));
  }

  private static ProviderSettings settings(Map<String, String> values) {
    return new ProviderSettings("claude", PREFIX, values);
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
