package io.retrykit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.policy.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path SOURCE = Path.of("src/main/java/io/retrykit/examples/QuickStart.java");

  @Test
  void quickStart_inTheReadme_isWhatIsCompiledHere() throws IOException {
    String source = Files.readString(SOURCE);
    String begin = "// readme: begin\n";
    String code = source.substring(
        source.indexOf(begin) + begin.length(), source.indexOf("    // readme: end"));
    assertThat(code.lines().count()).isGreaterThan(8);
    assertThat(Files.readString(README)).contains("```java\n" + code + "```");
  }

  @Test
  void quickStart_modelAnswers_returnsItsText() throws TimeoutException {
    assertThat(QuickStart.ask("why?", prompt -> "because of " + prompt))
        .isEqualTo("because of why?");
  }

  @Test
  void quickStart_failureNotSelected_arrivesAsItIs() {
    IllegalStateException failure = new IllegalStateException("broken");
    assertThatThrownBy(() -> QuickStart.ask("why?", prompt -> {
          throw failure;
        }))
        .isSameAs(failure);
  }

  @Test
  void explanationOfTheDefaults_inTheReadme_isWhatThePolicySays() throws IOException {
    assertThat(Files.readString(README))
        .contains("```\n" + RetryPolicy.defaults().explain() + "```");
  }

  @Test
  void commands_inTheReadme_standInItsFirstScreen() throws IOException {
    assertThat(Files.readAllLines(README).subList(0, 32))
        .contains("mvn -q -pl retry-examples -am compile exec:java", "mvn clean verify");
  }
}
