package io.retrykit.benchmarks.report;

import static io.retrykit.benchmarks.report.Target.text;

import io.retrykit.benchmarks.report.Tables.Table;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes runs as one page that needs nothing else: a chart of bars for each table, and the targets. */
final class HtmlReport {
  private static final String STYLE = """
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1d2733 }
      h2 { margin: 2.5rem 0 .5rem } h3 { margin: 1.6rem 0 .2rem; font-size: 1rem }
      table { border-collapse: collapse; font-size: .9rem } td, th { padding: .2rem .7rem .2rem 0; text-align: left }
      .missed { color: #b3261e; font-weight: 600 } .met { color: #1b6e3c }
      text { font: 12px system-ui, sans-serif; fill: #1d2733 } .grid { stroke: #dde3ea } .error { stroke: #1d2733 }
      .limit { fill: #8a97a6 } .ours { fill: #1f6fb2 } .peer { fill: #e0a458 }
      p.key span { display: inline-block; width: .8rem; height: .8rem; margin: 0 .3rem 0 1rem }
      """;

  private final Tables tables = new Tables();
  private final List<Target> targets = Target.all();

  HtmlReport() throws IOException {}

  String of(List<Run> runs) {
    StringBuilder page =
        new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width\"><title>Benchmarks</title>\n<style>\n"
            + STYLE + "</style></head><body>\n<h1>Benchmarks</h1>\n");
    page.append(
        "<p>Nanoseconds for an operation: the median of the rounds, the line from the least to the most. "
            + "The scale is logarithmic. Behind each bar: nanoseconds, times what is written by hand, times the best "
            + "peer, bytes allocated.</p>\n");
    page.append("<p class=\"key\"><span style=\"background:#8a97a6\"></span>by hand"
        + "<span style=\"background:#1f6fb2\"></span>ours"
        + "<span style=\"background:#e0a458\"></span>peers</p>\n");
    for (Run run : runs) {
      page.append("<p>").append(escaped(MarkdownReport.where(run))).append("</p>\n");
    }
    page.append("<p>")
        .append(escaped(MarkdownReport.versions(runs.get(0).machine().versions())))
        .append("</p>\n");
    for (Run run : runs) {
      wanted(page, run);
    }
    for (Run run : runs) {
      page.append("<h2>JDK ").append(run.machine().feature()).append("</h2>\n");
      for (Table table : tables.of(run)) {
        page.append("<h3>").append(escaped(table.title())).append("</h3>\n");
        page.append(new BarChart(table).svg());
      }
    }
    return page.append("</body></html>\n").toString();
  }

  private void wanted(StringBuilder page, Run run) {
    page.append("<h2>What was wanted, JDK ")
        .append(run.machine().feature())
        .append("</h2>\n<table>\n<tr><th>question<th>ours<th>wanted<th>measured<th></tr>\n");
    for (Target target : targets) {
      Optional<Target.Verdict> verdict = target.judge(run);
      verdict.ifPresent(judged -> page.append(String.format(
          Locale.ROOT,
          "<tr><td>%2$s %3$s%4$s<td>%5$s<td>%6$s<td>%7$s<td class=\"%1$s\">%1$s</tr>%n",
          judged.met() ? "met" : "missed",
          escaped(target.question()),
          escaped(target.setting()),
          target.threads() == 1 ? "" : " " + target.threads() + " threads",
          escaped(target.ours()),
          escaped(judged.wanted()),
          escaped(judged.measured()))));
    }
    page.append("</table>\n");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** One chart. */
  private record BarChart(Table table) {
    private static final int LEFT = 190;
    private static final int WIDTH = 480;
    private static final int ROW = 22;
    private static final int ALL = 980;

    private double lowest() {
      double least = table.rows().stream().mapToDouble(Row::least).min().orElse(1);
      return Math.floor(Math.log10(Math.max(1e-3, least)) - 0.05);
    }

    private double highest() {
      double most = table.rows().stream().mapToDouble(Row::most).max().orElse(10);
      return Math.max(lowest() + 1, Math.ceil(Math.log10(Math.max(1e-3, most))));
    }

    private double x(double nanos) {
      double share = (Math.log10(Math.max(1e-3, nanos)) - lowest()) / (highest() - lowest());
      return LEFT + WIDTH * Math.max(0, Math.min(1, share));
    }

    String svg() {
      int height = ROW * table.rows().size() + 24;
      StringBuilder svg = new StringBuilder(String.format(
          Locale.ROOT,
          "<svg viewBox=\"0 0 %d %d\" width=\"100%%\" role=\"img\" aria-label=\"%s\">%n",
          ALL,
          height,
          escaped(table.title()).replace("\"", "&quot;")));
      for (double power = lowest(); power <= highest(); power++) {
        double x = x(Math.pow(10, power));
        svg.append(String.format(
            Locale.ROOT,
            "<line class=\"grid\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"0\" y2=\"%2$d\"/>"
                + "<text x=\"%1$.1f\" y=\"%3$d\" text-anchor=\"middle\">%4$s</text>%n",
            x,
            height - 18,
            height - 4,
            power < 0
                ? text(Math.pow(10, power))
                : String.format(Locale.ROOT, "%,.0f", Math.pow(10, power))));
      }
      int y = 0;
      for (Row row : table.rows()) {
        bar(svg, row, y);
        y += ROW;
      }
      return svg.append("</svg>\n").toString();
    }

    private void bar(StringBuilder svg, Row row, int y) {
      String kind = Contender.of(row.contender()).name().toLowerCase(Locale.ROOT);
      int middle = y + ROW / 2;
      svg.append(String.format(
          Locale.ROOT,
          "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
              + "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>"
              + "<line class=\"error\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>"
              + "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
          LEFT - 8,
          middle + 4,
          escaped(row.contender()),
          kind,
          LEFT,
          y + 3,
          x(row.median()) - LEFT,
          ROW - 6,
          x(row.least()),
          x(row.most()),
          middle,
          middle,
          x(row.most()) + 8,
          middle + 4,
          escaped(label(row))));
    }

    private String label(Row row) {
      StringBuilder label = new StringBuilder(text(row.median())).append(" ns");
      table
          .limit()
          .filter(limit -> limit != row)
          .ifPresent(
              limit -> label.append(", ").append(text(row.ratioTo(limit))).append(" x hand"));
      table
          .bestPeer()
          .filter(peer -> peer != row)
          .ifPresent(peer -> label.append(", ").append(text(row.ratioTo(peer))).append(" x peer"));
      return label.append(", ").append(text(row.mostBytes())).append(" B").toString();
    }
  }
}
