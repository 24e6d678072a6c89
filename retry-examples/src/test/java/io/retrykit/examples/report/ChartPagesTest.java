package io.retrykit.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.examples.chart.Axis;
import io.retrykit.examples.chart.Chart;
import io.retrykit.examples.chart.Page;
import io.retrykit.examples.chart.Point;
import io.retrykit.examples.chart.Series;
import io.retrykit.examples.chart.Series.Style;
import io.retrykit.examples.chart.Table;
import io.retrykit.examples.report.Browser.Opened;
import io.retrykit.examples.schedule.ScheduleCommand;
import io.retrykit.examples.simulate.SimulateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The pages, in a real browser: the charts are drawn, and nothing is fetched. */
class ChartPagesTest {
  @TempDir
  private Path folder = Path.of("");

  private Browser browser() {
    return Browser.find(folder, System.getenv());
  }

  /** What the chart library has drawn, chart by chart. */
  private static List<String> charts(Opened page) {
    return find("<figure>.*?</figure>", page.dom());
  }

  private static List<String> find(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  /** Paths in this colour that go through at least as many points; those of the legend have two. */
  private static List<String> lines(String chart, String colour, int points) {
    return find("<path [^>]*>", chart).stream()
        .filter(path -> path.contains("stroke=\"" + colour + "\""))
        .filter(path -> find("[ML] ?-?[0-9.]+[ ,]-?[0-9.]+", path).size() >= points)
        .toList();
  }

  private static String colour(int hue) {
    return new Series("", Style.LINE, hue, List.of()).colour();
  }

  private static void assertSelfContained(Opened page) {
    assertThat(page.console()).isEmpty();
    String withoutScripts = page.dom().replaceAll("(?s)(<script[^>]*>).*?</script>", "$1");
    assertThat(find(
            "(?i)(src|href|action|data)\\s*=\\s*[\"']?(https?:)?//[^\"'\\s>]*", withoutScripts))
        .isEmpty();
    assertThat(find("(?i)(url\\(|@import)\\s*[\"']?(https?:)?//", withoutScripts))
        .isEmpty();
    assertThat(withoutScripts).doesNotContainPattern("<script[^>]* src");
  }

  @Test
  void simulate_page_hasALineForEachJitterInEachChart() throws Exception {
    Browser browser = browser();
    Path file = folder.resolve("simulation.html");
    assertThat(Run.of(
                new SimulateCommand(),
                "--trials",
                "3",
                "--clients",
                "5,10,20",
                "--html",
                file.toString(),
                "--jitters",
                "none,exponential,full,toolkit-equal,decorrelated,proportional")
            .code())
        .isZero();
    Opened page = browser.open(file);
    assertSelfContained(page);
    assertThat(charts(page)).hasSize(3).allSatisfy(chart -> {
      for (int hue = 0; hue < 6; hue++) {
        assertThat(lines(chart, colour(hue), 3)).as(colour(hue)).hasSize(1);
      }
      assertThat(lines(chart, colour(3), 3).get(0)).contains("stroke-dasharray");
      assertThat(chart).contains(">none</text>", ">toolkit-equal</text>");
    });
    assertThat(charts(page).get(0)).contains(">clients (number)</text>", ">calls (number)</text>");
    assertThat(charts(page).get(1)).contains(">clients (number)</text>", ">time (ms)</text>");
    assertThat(page.dom()).contains("<th scope=\"row\">toolkit-equal</th>");
  }

  @Test
  void schedule_page_hasTheLineAndABarForEachPause() throws Exception {
    Browser browser = browser();
    Path file = folder.resolve("schedule.html");
    assertThat(Run.of(new ScheduleCommand(), "--max-attempts", "6", "--html", file.toString())
            .code())
        .isZero();
    Opened page = browser.open(file);
    assertSelfContained(page);
    assertThat(charts(page)).hasSize(2).allSatisfy(chart -> {
      assertThat(lines(chart, colour(1), 5)).hasSize(1);
      assertThat(find("<path [^>]*fill=\"" + colour(0) + "\"[^>]*>", chart))
          .hasSize(5 + 1); // and the legend's
      assertThat(chart)
          .contains(">range that jitter gives</text>", ">nominal, without jitter</text>");
      assertThat(chart).contains(">retry (number)</text>");
    });
  }

  @Test
  void page_textMeantToBreakOut_isShownAsText() throws Exception {
    Browser browser = browser();
    String hostile = "</script><img src=x onerror=\"console.error('broken out')\">'\"&<!--\u2028\\";
    List<Point> points = List.of(Point.of(1, 1), Point.of(2, 2), Point.of(3, 1));
    Axis axis = new Axis(hostile, Axis.Kind.LINEAR);
    Chart chart =
        new Chart(hostile, axis, axis, List.of(new Series(hostile, Style.LINE, 0, points)));
    Table table = new Table(hostile, List.of(hostile), List.of(List.of(hostile)));
    Path file = folder.resolve("hostile.html");
    Files.writeString(
        file, new Page(hostile, List.of(hostile), List.of(chart), List.of(table)).html());
    Opened page = browser.open(file);
    assertSelfContained(page);
    assertThat(charts(page))
        .singleElement()
        .satisfies(drawn -> assertThat(lines(drawn, colour(0), 3)).hasSize(1));
    assertThat(page.dom().replaceAll("(?s)<script.*?</script>", "")).doesNotContain("<img");
  }

  @Test
  void open_pageThatFails_isNoticed() throws IOException, InterruptedException {
    Browser browser = browser();
    Path file = folder.resolve("broken.html");
    Files.writeString(file, "<!DOCTYPE html><title>x</title><script>undefined_thing();</script>");
    assertThat(browser.open(file).console()).singleElement().asString().contains("undefined_thing");
  }

  @Test
  void open_pageThatWouldFetch_isNoticed() throws IOException, InterruptedException {
    Browser browser = browser();
    Path file = folder.resolve("fetching.html");
    String page = new Page("t", List.of(), List.of(), List.of()).html();
    Files.writeString(
        file, page.replace("</main>", "<img src=\"http://127.0.0.1:9/x.png\"></main>"));
    Opened opened = browser.open(file);
    assertThat(opened.console())
        .isNotEmpty()
        .allMatch(line -> line.contains("Content Security Policy"));
    assertThatThrownBy(() -> assertSelfContained(opened)).isInstanceOf(AssertionError.class);
  }

  @Test
  void find_noBrowser_isSkippedUnlessRequired() {
    Map<String, String> nothing = Map.of("PATH", folder.toString());
    assertThatThrownBy(() -> Browser.find(folder, nothing))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining(".ci/browser installs one");
    Map<String, String> required =
        Map.of("PATH", folder.toString(), "RETRYKIT_BROWSER", "required");
    assertThatThrownBy(() -> Browser.find(folder, required))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no chromium");
  }
}
