package io.retrykit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.policy.RetryPolicy;
import java.util.Properties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

/** SPEC 14.2: whatever stands in a file, it is a policy or a message, never anything else. */
class PolicyTextPropertiesTest {
  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.of(PolicySection.KEYS.keySet());
  }

  @Property
  void anyText_asAValue_givesAPolicyOrAMessageWithItsKey(
      @ForAll("keys") String key, @ForAll String text) {
    check("claude." + key, text);
  }

  @Property
  void textThatLooksRight_asAValue_givesAPolicyOrAMessageWithItsKey(
      @ForAll("keys") String key, @ForAll("almost") String text) {
    check("claude." + key, text);
  }

  @Provide
  Arbitrary<String> almost() {
    Arbitrary<String> word = Arbitraries.of(
        "fixed",
        "linear",
        "list",
        "exponential",
        "fibonacci",
        "none",
        "1s",
        "PT1S",
        "-1s",
        "0",
        "9999999999999999999d",
        "999999999999999999d",
        "PT9999999999999H",
        "1e308",
        "NaN",
        "0x1p3",
        "true",
        "unlimited",
        "2147483647",
        "java.lang.Exception",
        "[I",
        "java.lang.",
        "a/b",
        ",",
        "claude",
        "full");
    return word.list().ofMinSize(1).ofMaxSize(4).map(words -> String.join(" ", words));
  }

  @Property
  void anyKey_givesAPolicyOrAMessage(
      @ForAll @StringLength(max = 12) @CharRange(from = '-', to = 'z') String key) {
    check(key, "1");
  }

  private static void check(String key, String text) {
    Properties properties = new Properties();
    properties.setProperty(key, text);
    Throwable thrown = catchThrowable(() -> Policies.from(properties)
        .names()
        .forEach(name -> assertThat(Policies.from(properties).get(name))
            .isInstanceOf(RetryPolicy.class)
            .extracting(RetryPolicy::name)
            .isEqualTo(name)));
    if (thrown != null) {
      assertThat(thrown).isExactlyInstanceOf(IllegalArgumentException.class);
      assertThat(thrown.getMessage()).contains(key.substring(0, Math.max(0, key.indexOf('.'))));
    }
  }
}
