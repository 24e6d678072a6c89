package io.retrykit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SPEC 14.1, SPEC 14.2: files that are huge or oddly written. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class HostilePropertiesTest {
  @TempDir
  Path directory;

  private Policies load(String text) throws IOException {
    Path file = directory.resolve("retry.properties");
    Files.writeString(file, text);
    return Policies.load(file);
  }

  @Test
  void file_ofVeryManyPolicies_isRead() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      text.append("p").append(i).append(".max-attempts = ").append(2 + i % 7).append('\n');
    }
    Policies policies = load(text.toString());

    assertThat(policies.names()).hasSize(2_000);
    assertThat(policies.get("p1999").maxAttempts()).isEqualTo(2 + 1_999 % 7);
  }

  @Test
  void value_thatIsHuge_givesAPolicyOrAMessage() {
    for (String key : PolicySection.KEYS.keySet()) {
      for (String part : new String[] {"9", "x", "1s ", "a.b,", "(", "\\"}) {
        Properties properties = new Properties();
        properties.setProperty("claude." + key, part.repeat(100_000 / part.length()));
        assertThat(catchThrowable(() -> Policies.from(properties)))
            .as("%s = %s...", key, part)
            .satisfiesAnyOf(
                thrown -> assertThat(thrown).isExactlyInstanceOf(IllegalArgumentException.class),
                thrown -> assertThat(thrown).isNull()); // a very long list of pauses is one
      }
    }
  }

  @Test
  void escapesAndContinuations_areThoseOfPropertiesFiles() throws IOException {
    assertThat(load("a.max\\u002dattempts = \\u0035").get("a").maxAttempts()).isEqualTo(5);
    assertThat(load("a.max-\\\n    attempts : \\\n  5").get("a").maxAttempts()).isEqualTo(5);
    assertThat(load("\\a.max-attempts\\\r\n=5").get("a").maxAttempts()).isEqualTo(5);
  }

  @Test
  void digitsOfOtherScripts_invisibleAndControlCharacters_areNoSettings() {
    for (String line : new String[] {
      "a.max-attempts = \\u0000",
      "a.max-attempts\\u200b = 5",
      "a.max-attempts = 5\\u202e",
      "a.max-attempts\\n = 5",
      "\\u0000.\\u0000 = 5",
      "a.jitter = \\ud800",
      "a.initial-delay = \\u0661s"
    }) {
      assertThat(catchThrowable(() -> load(line)))
          .as(line)
          .isExactlyInstanceOf(IllegalArgumentException.class);
    }
  }
}
