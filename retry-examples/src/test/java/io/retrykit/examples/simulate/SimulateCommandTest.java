package io.retrykit.examples.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.examples.report.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateCommandTest {
  @TempDir
  private Path folder = Path.of("");

  private static Run run(String... arguments) {
    return Run.of(new SimulateCommand(), arguments);
  }

  @Test
  void simulate_twoJitters_printsARowForEachAndAColumnForEachNumberOfClients() {
    Run run = run("--clients", "20,1", "--trials", "5", "--jitters", "full,toolkit-full");
    assertThat(run.code()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("5 trials each, seed 1");
    assertThat(lines.get(2))
        .isEqualTo("Work: calls until every client has written (mean +- standard error)");
    assertThat(lines.get(3).strip().split(" {2,}"))
        .containsExactly("jitter", "1 client", "20 clients");
    assertThat(lines.get(4).strip()).matches("full +1\\.0 \\+- 0\\.00 +[0-9.]+ \\+- [0-9.]+");
    assertThat(lines.get(5).replace("toolkit-full", "").strip())
        .as("the toolkit's full jitter is the formula's, save for nanoseconds")
        .isEqualTo(lines.get(4).strip().substring("full".length()).strip());
  }

  @Test
  void simulate_sameSeed_writesTheSameBytes() throws IOException {
    for (String name : List.of("a", "b")) {
      assertThat(run(
                  "--clients",
                  "3,8",
                  "--trials",
                  "4",
                  "--seed",
                  "7",
                  "--html",
                  folder.resolve(name + ".html").toString(),
                  "--svg",
                  folder.resolve(name + ".svg").toString())
              .code())
          .isZero();
    }
    assertThat(folder.resolve("b.html")).hasSameBinaryContentAs(folder.resolve("a.html"));
    assertThat(folder.resolve("b.svg")).hasSameBinaryContentAs(folder.resolve("a.svg"));
    assertThat(run("--clients", "3,8", "--trials", "4", "--seed", "7").out())
        .isNotEqualTo(run("--clients", "3,8", "--trials", "4", "--seed", "8").out());
  }

  @Test
  void simulate_all_takesEveryFormulaAndEveryBackoffOnce() {
    Run run = run("--clients", "2", "--trials", "2", "--jitters", "full,all");
    assertThat(run.out().lines().skip(4).limit(15).map(line -> line.strip().replaceAll(" .*", "")))
        .startsWith("full", "none", "exponential")
        .doesNotHaveDuplicates()
        .contains("proportional-n-minus-1", "toolkit-exponential", "toolkit-proportional-uncut");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      --clients=0         | --clients must be numbers between 1 and 1000, was "0"
      --clients=5,,6      | --clients must be numbers between 1 and 1000, was ""
      --clients=1001      | --clients must be numbers between 1 and 1000, was "1001"
      --clients=ten       | --clients must be numbers between 1 and 1000, was "ten"
      --trials=1          | --trials must be between 2 and 10000, was 1
      --trials=x          | Invalid value for option '--trials': 'x' is not an int
      --seed=x            | Invalid value for option '--seed': 'x' is not a long
      --jitters=full,wild | --jitters must be of all, model, toolkit, none, exponential
      """)
  void simulate_wrongUsage_isOneLineAndCode2(String argument, String message) {
    Run run = run(argument);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .singleElement()
        .asString()
        .startsWith(message)
        .endsWith("(see simulate --help)");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void simulate_fileThatCannotBeWritten_isOneLineAndCode1() {
    Path nowhere = folder.resolve("no-such-folder").resolve("s.svg");
    Run run = run("--clients", "2", "--trials", "2", "--svg", nowhere.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .containsExactly("failed: cannot write " + nowhere + ": no such file or folder");
  }

  @Test
  void simulate_svg_namesAxesUnitsAndJitters() throws IOException {
    Path svg = folder.resolve("s.svg");
    run("--clients", "2,4", "--trials", "2", "--jitters", "none,full", "--svg", svg.toString());
    assertThat(Files.readString(svg))
        .contains(">clients (number)</text>", ">calls (number)</text>", ">time (ms)</text>")
        .contains(">none</text>", ">full</text>")
        .doesNotContain("href", "<script");
  }

  @Test
  void simulate_help_tellsEveryJitter() {
    String help = run("--help").out();
    for (Contender contender : Contender.parse("jitters", "all")) {
      assertThat(help).contains(contender.name());
    }
  }
}
