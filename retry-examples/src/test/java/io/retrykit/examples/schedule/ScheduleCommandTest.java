package io.retrykit.examples.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.examples.report.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleCommandTest {
  @TempDir
  private Path folder = Path.of("");

  private static Run run(String... arguments) {
    return Run.of(new ScheduleCommand(), arguments);
  }

  @Test
  void schedule_noOptions_showsTheToolkitsDefaults() {
    Run run = run();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("""
              retry  nominal   jitter gives  cumulated  cumulated with jitter
              1           1s  500ms to 1.5s         1s          500ms to 1.5s
              2           2s       1s to 3s         3s           1.5s to 4.5s
            """).contains("""
              # waited for certain, - up to the longest, | without jitter; the whole width is 3s
                  1  ########--------|--------
                  2  ################---------------|----------------
            """);
  }

  @Test
  void schedule_options_reachThePolicy() {
    Run run = run(
        "--max-attempts",
        "5",
        "--initial-delay",
        "200ms",
        "--multiplier",
        "3",
        "--max-delay",
        "2s",
        "--jitter",
        "none");
    assertThat(run.out().lines().map(String::strip))
        .contains(
            "1        200ms         200ms      200ms                  200ms",
            "2        600ms         600ms      800ms                  800ms",
            "3         1.8s          1.8s       2.6s                   2.6s",
            "4           2s            2s       4.6s                   4.6s");
  }

  @Test
  void schedule_decorrelated_growsFromTheLongestPauseBefore() {
    Run run = run("--initial-delay", "100ms", "--jitter", "decorrelated", "--max-attempts", "4");
    assertThat(run.out()).contains("100ms to 300ms", "100ms to 900ms", "100ms to 2.7s");
  }

  @Test
  void schedule_morePausesThanShown_saysHowManyFollow() {
    assertThat(run("--max-attempts", "30", "--show", "3").out()).contains("  ... and 26 more\n");
    assertThat(run("--max-attempts", "2147483647").out()).contains("  ... and 2147483625 more\n");
  }

  @Test
  void schedule_oneAttempt_hasNothingToDraw() throws IOException {
    Path svg = folder.resolve("one.svg");
    Run run = run("--max-attempts", "1", "--svg", svg.toString());
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("no retry, no pause");
    assertThat(Files.readString(svg)).contains("nothing to draw");
  }

  @ParameterizedTest
  @CsvSource({
    "0s, s",
    "20ns, ns",
    "5us, us",
    "20ms, ms",
    "1s, ms",
    "30s, s",
    "5m, min",
    "3h, h",
    "400000d, h"
  })
  void schedule_svg_hasTheUnitThatFits(String delay, String unit) throws IOException {
    Path svg = folder.resolve("unit.svg");
    Run run = run(
        "--max-attempts=2",
        "--jitter=none",
        "--max-delay=" + delay,
        "--initial-delay=" + delay,
        "--svg",
        svg.toString());
    assertThat(run.err()).isEmpty();
    assertThat(Files.readString(svg))
        .contains(">pause (" + unit + ")</text>", ">nominal, without jitter</text>")
        .doesNotContain("NaN", "Infinity", "range that jitter gives");
  }

  @Test
  void schedule_policyFromAFile_isReadByTheToolkit() throws IOException {
    Path file = Files.writeString(folder.resolve("p.properties"), """
        claude.max-attempts = 4
        claude.initial-delay = 250ms
        claude.jitter = full
        claude.throttled-backoff = fixed 5s
        endless.max-attempts = unlimited
        endless.max-duration = 1h
        """);
    Run run = run("--policy", file.toString(), "--name", "claude");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "policy: claude",
            "Pauses after transient failures:",
            "Pauses after throttled failures:")
        .contains("0s to 250ms", "0s to 500ms", "0s to 1s", "0s to 5s");
    assertThat(
            run("--policy", file.toString(), "--name", "endless", "--show", "2").out())
        .contains("  ... and so on without end");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      --initial-delay=soon        | --initial-delay must be a number with a unit (ns, us, ms, s, m, h, d)
      --max-delay=-1s             | --max-delay must be a number with a unit
      --jitter=wild               | --jitter must be one of true, false, none, proportional
      --max-attempts=0            | --max-attempts must be 1 or more, was 0
      --max-attempts=many         | Invalid value for option '--max-attempts': 'many' is not an int
      --multiplier=0.5            | --multiplier must be between 1 and 1e308, was 0.5
      --multiplier=NaN            | --multiplier must be between 1 and 1e308, was NaN
      --show=0                    | --show must be between 1 and 1000, was 0
      --policy=p.properties       | Error: Missing required argument(s): --name=NAME
      --wrong                     | Unknown option: '--wrong'
      """)
  void schedule_wrongUsage_isOneLineAndCode2(String argument, String message) {
    Run run = run(argument);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .singleElement()
        .asString()
        .startsWith(message)
        .endsWith("(see schedule --help)");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void schedule_optionsBesideAFile_areRefused() {
    Run run = run("--policy", "p.properties", "--name", "a", "--max-delay", "1s");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).singleElement().asString().contains("mutually exclusive");
  }

  @Test
  void schedule_policyThatIsNotThere_namesThoseThatAre() throws IOException {
    Path file = Files.writeString(folder.resolve("p.properties"), "claude.max-attempts = 4\n");
    Run run = run("--policy", file.toString(), "--name", "opus");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .singleElement()
        .asString()
        .startsWith("no policy \"opus\"; configured: claude;");
  }

  @Test
  void schedule_fileThatCannotBeRead_isOneLineAndCode2() throws IOException {
    Path missing = folder.resolve("missing.properties");
    Run run = run("--policy", missing.toString(), "--name", "a");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .singleElement()
        .asString()
        .startsWith("--policy " + missing + " does not exist");
    Path wrong = Files.writeString(folder.resolve("w.properties"), "a.max-attempts = lots\n");
    Run refused = run("--policy", wrong.toString(), "--name", "a");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .singleElement()
        .asString()
        .startsWith(wrong + ": a.max-attempts must be");
  }

  @Test
  void schedule_fileThatCannotBeWritten_isOneLineAndCode1() {
    Path nowhere = folder.resolve("no-such-folder").resolve("s.html");
    Run run = run("--html", nowhere.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .containsExactly("failed: cannot write " + nowhere + ": no such file or folder");
    assertThat(run("--svg", folder.toString()).code()).isEqualTo(1);
  }

  @Test
  void schedule_help_tellsOptionsAndExitCodes() {
    Run run = run("--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("--policy=FILE", "--jitter=J", "--svg=FILE", "Exit codes:");
  }
}
