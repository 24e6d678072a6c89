package io.retrykit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command through {@code main} in a JVM of its own, with its exit code. */
@Timeout(180)
class CommandsTest {
  @TempDir
  Path folder;

  private SeparateJvm run(String... arguments) throws IOException, InterruptedException {
    return SeparateJvm.run(folder, arguments);
  }

  @Test
  void withoutACommand_invokes() throws Exception {
    SeparateJvm ran = run("--failures", "1", "--retry-after", "0", "--initial-delay", "10ms");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("attempt 2/5 ...", "         the server saw 2 requests");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void invokeAsync_answersEveryCall() throws Exception {
    SeparateJvm ran =
        run("invoke-async", "--calls", "4", "--retry-after", "0", "--initial-delay", "10ms");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .filteredOn(line -> line.startsWith("answer:"))
        .hasSize(4)
        .doesNotHaveDuplicates();
    assertThat(ran.out()).contains("         the server saw 7 requests");
  }

  @Test
  void invokeAsync_thatFails_saysSoForEachCall() throws Exception {
    SeparateJvm ran = run(
        "invoke-async",
        "--calls",
        "2",
        "--failures",
        "9",
        "--retry-after",
        "0",
        "--max-attempts",
        "1");
    assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.err()).hasSize(2).allMatch(line -> line.startsWith("failed: "));
  }

  @Test
  void stream_isPrintedOnce() throws Exception {
    SeparateJvm ran = run("stream", "--retry-after", "0", "--initial-delay", "10ms");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains(StreamScript.ANSWER, "         the server saw 4 requests");
  }

  @Test
  void stream_thatBreaks_failsAfterWhatCame() throws Exception {
    SeparateJvm ran = run("stream", "--failures", "0", "--break", "3");
    assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.out()).contains("It may never ", "  gave up: partly delivered");
    assertThat(ran.err())
        .containsExactly("failed: IncompleteStreamException: the stream ended after 3 elements"
            + " without its last one");
  }

  @Test
  void stream_thatBreaks_isGoneOnWith() throws Exception {
    SeparateJvm ran =
        run("stream", "--failures", "0", "--break", "3", "--resume", "--initial-delay", "10ms");
    assertThat(ran.code()).isZero();
    int begin = ran.out().indexOf("It may never ");
    int rest = ran.out().indexOf("going on after 13 characters ...") + 1;
    assertThat(ran.out().get(begin) + ran.out().get(rest)).isEqualTo(StreamScript.ANSWER);
  }

  @Test
  void manual_answers() throws Exception {
    SeparateJvm ran =
        run("manual", "--failures", "2", "--retry-after", "0", "--initial-delay", "10ms");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("attempt 3 ...", "         the server saw 3 requests");
  }

  @Test
  void schedule_isPrintedAndDrawn() throws Exception {
    Path page = folder.resolve("page.html");
    SeparateJvm ran = run("schedule", "--preset", "slow", "--html", page.toString());
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("policy: slow", "written: " + page);
    assertThat(page).content().contains("<script", "Pauses");
  }

  @Test
  void simulation_isPrinted() throws Exception {
    SeparateJvm ran =
        run("simulate", "--clients", "10", "--trials", "2", "--jitters", "full,toolkit-full");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("2 trials each, seed 1")
        .anyMatch(line -> line.strip().startsWith("toolkit-full"));
  }

  @Test
  void breaker_opensAndCloses_andSparesTheServer() throws Exception {
    Path page = folder.resolve("page.html");
    SeparateJvm ran =
        run("breaker", "--max-attempts", "3", "--initial-delay", "20ms", "--html", page.toString());
    assertThat(page)
        .content()
        .contains("<rect class=\"open\"", "<rect class=\"success\"", "<td>ended by: ");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("written: " + page)
        .contains(
            "well: 12 calls, 12 answered, 0 refused by the breaker, 0 failed; the server saw 12"
                + " requests")
        .anyMatch(line -> line.startsWith("breaker: CLOSED -> OPEN"))
        .anyMatch(line -> line.startsWith("breaker: HALF_OPEN -> CLOSED"))
        .anyMatch(line -> line.startsWith("down: 12 calls, 0 answered, "))
        .anyMatch(line -> line.matches("breaker   -+O.*-"));
  }

  @Test
  void breaker_thatIsNotGivenTheTime_saysSo() throws Exception {
    SeparateJvm ran = run("breaker", "--calls", "1");
    assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.err())
        .last()
        .asString()
        .matches("failed: the breaker did not .*: too few calls for it, see --calls");
  }

  @Test
  void breaker_optionThatHasNoEffect_isRefused() throws Exception {
    SeparateJvm ran = run("breaker", "--failures", "5");
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).first().asString().startsWith("--failures has no effect here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"invoke", "stream"})
  void live_withoutCredentials_isOneClearLine(String command) throws Exception {
    SeparateJvm ran = run(command, "--live");
    assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.err())
        .containsExactly(
            "no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile");
  }

  @ParameterizedTest
  @ValueSource(strings = {"invoke", "breaker"})
  void page_thatCannotBeWritten_isOneClearLine_beforeAnythingIsRun(String command)
      throws Exception {
    SeparateJvm ran = run(command, "--html", folder.resolve("no/page").toString());
    assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .singleElement()
        .asString()
        .contains("failed: cannot write ", "no/page: no such file or folder");
  }

  @Test
  void port_thatIsTaken_isOneClearLine() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      SeparateJvm ran = run("invoke", "--port", Integer.toString(taken.getLocalPort()));
      assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
      assertThat(ran.err())
          .singleElement()
          .asString()
          .startsWith("failed: ")
          .contains(Integer.toString(taken.getLocalPort()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "invoke, --initial-delay, soon, --initial-delay must be a number with a unit",
    "invoke, --policy, none.properties, --policy none.properties does not exist",
    "invoke, --preset, slowest, Invalid value for option '--preset'",
    "invoke, --port, 70000, '--port must be 0 to 65535, was 70000'",
    "invoke-async, --calls, 0, '--calls must be 1 to 1000, was 0'",
    "stream, --gap-timeout, 0s, '--gap-timeout must be more than zero, was 0s'",
    "stream, --break, -1, '--break must be zero or more, was -1'",
    "breaker, --calls, 0, '--calls must be 1 to 1000, was 0'",
    "nonsense, a, b, Unmatched arguments"
  })
  void wrongUsage_isNamed(String command, String option, String value, String message) {
    StringWriter errors = new StringWriter();
    int code = Main.run(Main.commandLine().setErr(new PrintWriter(errors)), command, option, value);
    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(errors.toString().lines()).singleElement().asString().startsWith(message);
  }
}
