package io.retrykit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.PolicyProvider;
import io.retrykit.testing.PluggedIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** SPEC 14.1: where policies are read from, and how they are found by name. */
class PoliciesTest {
  @RegisterExtension
  final PluggedIn plugged = new PluggedIn();

  @TempDir
  Path directory;

  private static Properties properties(String... pairs) {
    Properties properties = new Properties();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.setProperty(pairs[i], pairs[i + 1]);
    }
    return properties;
  }

  private void plugIn(String name, RetryPolicy policy) {
    plugged.only(PolicyProvider.class, List.of(new PolicyProvider() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public RetryPolicy policy() {
        return policy;
      }
    }));
  }

  @Test
  void severalPolicies_inOneSetOfProperties_areKeptApartAndSorted() {
    Policies policies = Policies.from(
        properties("b.max-attempts", "5", "a.max-attempts", "7", "c.initial-delay", "2s"));

    assertThat(policies.names()).containsExactly("a", "b", "c");
    assertThat(policies.get("a").maxAttempts()).isEqualTo(7);
    assertThat(policies.get("b").maxAttempts()).isEqualTo(5);
    assertThat(policies.get("c").maxAttempts()).isEqualTo(3);
    assertThat(policies.get("c").name()).isEqualTo("c");
  }

  @Test
  void defaultsOfPropertiesThatHaveDefaults_areReadToo() {
    Properties layered = new Properties(properties("a.max-attempts", "7"));
    layered.setProperty("a.initial-delay", "2s");

    assertThat(Policies.from(layered).get("a").maxAttempts()).isEqualTo(7);
  }

  @Test
  void propertiesChangedAfterwards_changeNothing() {
    Properties properties = properties("a.max-attempts", "7");
    Policies policies = Policies.from(properties);
    properties.setProperty("a.max-attempts", "8");

    assertThat(policies.get("a").maxAttempts()).isEqualTo(7);
    assertThatThrownBy(() -> policies.names().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void file_inUtf8_isRead() throws IOException {
    Path file = directory.resolve("retry.properties");
    Files.writeString(file, "# Größe\nküche.max-attempts = 5\nküche.initial-delay=PT2S\n");

    RetryPolicy policy = Policies.load(file).get("küche");

    assertThat(policy.maxAttempts()).isEqualTo(5);
    assertThat(policy.backoff().mostNanos(1, 0)).isEqualTo(3_000_000_000L);
  }

  @Test
  void file_thatIsNotThere_isNamed() {
    Path file = directory.resolve("nowhere.properties");

    assertThatThrownBy(() -> Policies.load(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void file_inAnotherEncoding_isNamed() throws IOException {
    Path file = directory.resolve("latin.properties");
    Files.write(file, "a.jitter = grö".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Policies.load(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is not in UTF-8");
  }

  @Test
  void file_thatIsNoPropertiesFile_isNamed() throws IOException {
    Path file = directory.resolve("broken.properties");
    Files.writeString(file, "a.max-attempts = \\u00g0");

    assertThatThrownBy(() -> Policies.load(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + " is not a properties file: ");
  }

  @Test
  void systemProperties_withThePrefix_areRead_andOthersAreNot() {
    System.setProperty("retrykit.from-system.max-attempts", "6");
    System.setProperty("retrykitnot.max-attempts", "many");
    try {
      Policies policies = Policies.fromSystemProperties();

      assertThat(policies.names()).containsExactly("from-system");
      assertThat(policies.get("from-system").maxAttempts()).isEqualTo(6);
    } finally {
      System.clearProperty("retrykit.from-system.max-attempts");
      System.clearProperty("retrykitnot.max-attempts");
    }
  }

  @Test
  void policyBasedOnAnother_takesWhatItDoesNotSay() {
    Policies policies = Policies.from(properties(
        "a.based-on", "b",
        "a.max-attempts", "9",
        "b.based-on", "c",
        "b.initial-delay", "2s",
        "c.max-attempts", "4",
        "c.initial-delay", "1s",
        "c.jitter", "none"));

    RetryPolicy a = policies.get("a");
    assertThat(a.name()).isEqualTo("a");
    assertThat(a.maxAttempts()).isEqualTo(9);
    assertThat(a.backoff().schedule(2))
        .containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(policies.get("b").maxAttempts()).isEqualTo(4);
  }

  @Test
  void policyBasedOnAnother_replacesItsRetryOn_andAddsToItsAbortOn() {
    RetryPolicy derived = Policies.from(properties(
            "base.retry-on", "java.io.IOException",
            "base.abort-on", "IllegalStateException",
            "derived.based-on", "base",
            "derived.retry-on", "java.util.concurrent.TimeoutException",
            "derived.abort-on", "IllegalArgumentException"))
        .get("derived");

    assertThat(derived.selection().retries(new IOException())).isFalse();
    assertThat(derived.selection().retries(new java.util.concurrent.TimeoutException()))
        .isTrue();
    assertThat(derived.selection().aborts(new IllegalStateException())).isTrue();
    assertThat(derived.selection().aborts(new IllegalArgumentException())).isTrue();
  }

  // SPEC 14.3
  @Test
  void policyBasedOnOneThatAJarPlugsIn_takesWhatItDoesNotSay() {
    plugIn(
        "rate-limited", RetryPolicy.builder().name("of the jar").maxAttempts(8).build());

    Policies policies =
        Policies.from(properties("a.based-on", " rate-limited ", "a.initial-delay", "2s"));

    assertThat(policies.get("a").name()).isEqualTo("a");
    assertThat(policies.get("a").maxAttempts()).isEqualTo(8);
  }

  @Test
  void policyOfThisConfiguration_winsOverOneThatAJarPlugsIn() {
    plugIn("a", RetryPolicy.builder().maxAttempts(8).build());

    assertThat(Policies.from(properties("a.max-attempts", "5")).get("a").maxAttempts())
        .isEqualTo(5);
  }

  // SPEC 14.3
  @Test
  void policyThatAJarPlugsIn_isFoundByName_evenWithoutConfiguration() {
    plugIn("rate-limited", RetryPolicy.builder().maxAttempts(8).build());

    assertThat(Policies.none().get("rate-limited").maxAttempts()).isEqualTo(8);
    assertThat(Policies.none().names()).isEmpty();
  }

  // SPEC 14.3
  @Test
  void name_thatNobodyKnows_isRefusedNamingWhatThereIs() {
    plugIn("rate-limited", RetryPolicy.defaults());
    Policies policies = Policies.from(properties("b.max-attempts", "5", "a.max-attempts", "7"));

    assertThatThrownBy(() -> policies.get("claude"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no policy \"claude\"; configured: a, b; plugged in: rate-limited");
    plugged.only(PolicyProvider.class, List.of());
    assertThatThrownBy(() -> Policies.none().get("claude"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no policy \"claude\"; configured: none; plugged in: none");
  }

  // SPEC 14.3
  @Test
  void base_thatNobodyKnows_isRefusedNamingWhatThereIs() {
    plugIn("rate-limited", RetryPolicy.defaults());

    assertThatThrownBy(
            () -> Policies.from(properties("a.based-on", "nowhere", "b.max-attempts", "5")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a.based-on must be the name of a policy, was \"nowhere\"; configured: a, b;"
            + " plugged in: rate-limited");
  }

  // SPEC 14.2
  @Test
  void bases_thatGoInACircle_areRefusedShowingIt() {
    assertThatThrownBy(() ->
            Policies.from(properties("a.based-on", "b", "b.based-on", "c", "c.based-on", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("b.based-on goes in a circle: [a, b, c] -> b");
    assertThatThrownBy(() -> Policies.from(properties("a.based-on", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a.based-on goes in a circle: [a] -> a");
  }
}
