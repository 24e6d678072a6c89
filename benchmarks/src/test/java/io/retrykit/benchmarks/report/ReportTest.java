package io.retrykit.benchmarks.report;

import static io.retrykit.benchmarks.report.RowTest.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import picocli.CommandLine;

class ReportTest {
  private static final Run RUN = new Run(
      new Machine("2026-11-27", "Some <JVM>", 17, "CPU", 2, Map.of("Failsafe", "3.3.2")),
      "two cores met",
      List.of(
          row("RetryBreaker", "retry", 11, 9, 10),
          row("RetryBreaker", "handWritten", 5.5, 4.5, 5),
          row("RetryBreaker", "failsafe", 110, 90, 100)));

  @Test
  void markdown_hasRatiosRangesAndTargets() throws IOException {
    assertThat(new MarkdownReport().of("Results", List.of(RUN)))
        .contains("| RetryBreaker | `retry` | at most 2 x handWritten; ahead of all peers; 0 B"
            + " | 2 x; 10 x faster than failsafe; 0 B | met |")
        .contains("| **retry** | 10 (9 to 11) | 0 | 2 | 0.1 |")
        .contains("Failsafe 3.3.2");
  }

  /** Not "0.5 x faster". */
  @Test
  void markdown_saysSlower_ofWhatIsBehind() throws IOException {
    Run behind = new Run(
        RUN.machine(),
        "",
        List.of(
            row("RetryBreaker", "retry", 10),
            row("RetryBreaker", "handWritten", 5),
            row("RetryBreaker", "failsafe", 5)));
    assertThat(new MarkdownReport().of("Results", List.of(behind)))
        .contains("| 2 x; 2 x slower than failsafe; 0 B | **missed** |");
  }

  @Test
  void report_partOfThem_hasItsTitle_andNothingOfJvmsThatWereNotAsked(@TempDir Path folder)
      throws IOException {
    Path asked = folder.resolve("17.json");
    Path other = folder.resolve("25.json");
    RUN.write(asked);
    new Run(new Machine("", "Other JVM", 25, "CPU", 2, Map.of()), "", List.of()).write(other);
    Path table = folder.resolve("table.md");
    String page = folder.resolve("page.html").toString();

    assertThat(report(
            "--title", "A part", "--markdown", table.toString(), "--html", page, asked, other))
        .isZero();
    assertThat(Files.readString(table)).startsWith("# A part\n").doesNotContain("Other JVM");
    assertThat(report("--title", "A part", "--markdown", table.toString(), "--html", page, other))
        .isOne();
  }

  private static int report(Object... arguments) {
    return new CommandLine(new Report())
        .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
  }

  @Test
  void markdown_fasterThanTheLimit_saysLess() throws IOException {
    Run ahead = new Run(
        RUN.machine(),
        "",
        List.of(
            new Row(
                "FirstSuccess",
                "retryAlone",
                Map.of("polluted", "false"),
                1,
                List.of(8.0),
                List.of(8.0),
                List.of(0.0)),
            new Row(
                "FirstSuccess",
                "handWritten",
                Map.of("polluted", "false"),
                1,
                List.of(9.0),
                List.of(9.0),
                List.of(0.0))));
    assertThat(new MarkdownReport().of("Results", List.of(ahead))).contains("0.89 x, 1 ns less");
  }

  @Test
  void html_chartsAreWellFormedAndLabelled() throws Exception {
    String page = new HtmlReport().of(List.of(RUN));
    Matcher svg = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page);

    assertThat(svg.find()).isTrue();
    Document chart = DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg.group())));
    assertThat(chart.getElementsByTagName("rect").getLength()).isEqualTo(3);
    assertThat(svg.group()).contains("10 ns, 2 x hand, 0.1 x peer, 0 B");
    assertThat(page).contains("Some &lt;JVM&gt;").doesNotContain("Some <JVM>");
  }

  /** On a logarithmic scale equal ratios are equally far apart. */
  @Test
  void html_bars_areAsLongAsTheLogarithmOfTheirTime() throws IOException {
    Run decades = new Run(
        RUN.machine(),
        "",
        List.of(row("Q", "handWritten", 10), row("Q", "retry", 100), row("Q", "failsafe", 1000)));
    Matcher width = Pattern.compile("<rect[^>]* width=\"([0-9.]+)\"")
        .matcher(new HtmlReport().of(List.of(decades)));
    double[] widths =
        width.results().mapToDouble(found -> Double.parseDouble(found.group(1))).toArray();

    assertThat(widths).hasSize(3);
    assertThat(widths[1] - widths[0])
        .isCloseTo(widths[2] - widths[1], org.assertj.core.data.Offset.offset(0.2));
    assertThat(widths[1] - widths[0]).isGreaterThan(50);
  }

  @Test
  void run_writtenAndRead_isTheSame(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run.json");
    RUN.write(file);

    assertThat(Run.read(file)).isEqualTo(RUN);
    assertThat(Files.readString(file)).contains("\"question\" : \"RetryBreaker\"");
  }

  @Test
  void csv_lineOfAnotherLength_isNamed() {
    assertThatThrownBy(() -> Csv.read("targets.csv", 3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("targets.csv: a line has 3 fields, not 11");
  }
}
