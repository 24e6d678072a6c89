package io.retrykit.examples;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.backoff.Backoff;
import io.retrykit.config.Policies;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Durations;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class PresetsTest {
  @ParameterizedTest
  @EnumSource(value = Presets.class, mode = EnumSource.Mode.EXCLUDE, names = "example")
  void preset_inCodeAndInTheFile_isTheSame(Presets preset) throws IOException {
    Properties properties = new Properties();
    try (InputStream file = Presets.class.getResourceAsStream("presets.properties")) {
      properties.load(file);
    }
    RetryPolicy fromFile = Policies.from(properties).get(preset.name());
    assertThat(fromFile.explain()).isEqualTo(preset.policy().explain());
  }

  /** The sums that the reasons of the figures name. */
  @ParameterizedTest
  @CsvSource({"slow, 6, 2s, 122s", "critical, 9, 500ms, 183.5s"})
  void pauses_addUpToWhatTheReasonSays(Presets preset, int pauses, String first, String sum) {
    Backoff doubling = Backoff.exponential(Durations.parse("first", first), 2, ofSeconds(60));
    Duration total = doubling.schedule(pauses).stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(preset.policy().maxAttempts()).isEqualTo(pauses + 1);
    assertThat(total).isEqualTo(Durations.parse("sum", sum));
  }

  @Test
  void preset_onTheCommandLine_isWhatIsUsed() {
    CommandLine command = Main.commandLine();
    StringWriter out = new StringWriter();
    command.setOut(new PrintWriter(out));
    assertThat(Main.run(command, "invoke", "--preset", "fast", "--failures", "0"))
        .isZero();
    assertThat(out.toString()).contains("policy: fast", "attempts: at most 3");
  }
}
