package io.retrykit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return Main.run(command, arguments);
  }

  @Test
  void main_serverFailsTwice_showsEachStepAndAnswers() {
    int code = run(
        "--failures", "2", "--retry-after", "0", "--initial-delay", "1", "--prompt", "why jitter?");
    assertThat(code).isZero();
    assertThat(out.toString().lines().map(String::strip))
        .contains("attempt 1/5 ...", "attempt 2/5 ...", "attempt 3/5 ...")
        .contains("the server saw 3 requests")
        .anyMatch(line -> line.startsWith("failed:  ThrottlingException"))
        .anyMatch(line -> line.startsWith("failed:  ServiceUnavailableException"))
        .anyMatch(line -> line.startsWith("answer:") && line.contains("why jitter?"))
        .anyMatch(line -> line.startsWith("summary: 3 attempts, "));
  }

  @Test
  void main_serverFailsTooOften_givesUpWithOneLineAndCode1() {
    int code =
        run("--failures", "3", "--retry-after", "0", "--max-attempts", "2", "--initial-delay", "1");
    assertThat(code).isEqualTo(1);
    assertThat(out.toString()).contains("gave up: max attempts", "the server saw 2 requests");
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("failed: ServiceUnavailableException");
  }

  @Test
  void main_serverAsksForASecond_getsIt() {
    assertThat(run("--failures", "1", "--initial-delay", "1")).isZero();
    assertThat(out.toString().lines().map(String::strip))
        .filteredOn(line -> line.startsWith("pause:"))
        .singleElement()
        .asString()
        .matches("pause: +100[0-9] ms, the server asked for 1000 ms");
  }

  @Test
  void main_unknownModel_isNotRetried() {
    int code = run("--model", "nobody.knows", "--failures", "0");
    assertThat(code).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "gave up: classified as final: the request itself is refused: 404",
            "the server saw 1 requests");
  }

  @Test
  void main_wrongUsage_saysWhatIsWrongAndEndsWithCode2() {
    assertThat(run("--max-attempts", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--max-attempts must be 1 or more, was 0");
    assertThat(run("--retry-after", "-1")).isEqualTo(2);
    assertThat(err.toString()).contains("--retry-after must be zero or more, was -1");
  }

  @Test
  void main_help_tellsOptionsAndExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("invoke", "Exit codes:");
    assertThat(run("invoke", "--help")).isZero();
    assertThat(out.toString()).contains("--live", "--region=R", "--model=M", "--preset=P");
  }
}
