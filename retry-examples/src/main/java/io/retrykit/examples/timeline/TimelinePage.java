package io.retrykit.examples.timeline;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Draws a timeline as a page of its own: a picture to scale, and all of it as a table below. Stateless. */
public final class TimelinePage {
  private static final int WIDTH = 1000;
  private static final int LEFT = 80;
  private static final int LANE = 26;
  private static final String STYLE = """
      :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
      body { max-width: 70em; margin: 2em auto; padding: 0 1em; }
      svg { width: 100%; height: auto; }
      text { font-size: 12px; fill: currentColor; }
      .success { fill: #2e9e5b; } .failure { fill: #d64545; } .pause { fill: #b9b9c3; }
      .refusal { fill: #8e44ad; } .closed { fill: #2e9e5b; } .open { fill: #d64545; }
      .half_open { fill: #e0a020; }
      table { border-collapse: collapse; } td, th { padding: .15em .8em; text-align: left; }
      td.number { text-align: right; font-variant-numeric: tabular-nums; }
      """;

  private TimelinePage() {}

  /**
   * Returns a whole HTML document that loads nothing from anywhere.
   *
   * @param title what it is a picture of
   * @param spans in the order they began
   */
  public static String of(String title, List<Span> spans) {
    String safe = escaped(title);
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>%s</title><style>
        %s</style></head>
        <body>
        <h1>%s</h1>
        %s
        %s
        </body>
        </html>
        """.formatted(safe, STYLE, safe, picture(spans), table(spans));
  }

  private static String picture(List<Span> spans) {
    long end = Math.max(1, spans.stream().mapToLong(Span::toNanos).max().orElse(1));
    List<Integer> lanes = Lanes.of(spans);
    int breaker = new TreeSet<>(lanes).size();
    int height = (breaker + 2) * LANE + 20;
    StringBuilder svg = new StringBuilder();
    svg.append("<svg viewBox=\"0 0 " + WIDTH + " " + height + "\" role=\"img\">\n");
    svg.append(text(0, LANE - 9, "calls"));
    if (spans.stream().anyMatch(span -> span.call() == 0)) {
      svg.append(text(0, breaker * LANE + LANE - 9, "breaker"));
    }
    for (Span span : spans) {
      int lane = span.call() == 0 ? breaker : lanes.get(span.call() - 1);
      svg.append(bar(span, lane * LANE, end));
    }
    for (int tenth = 0; tenth <= 10; tenth += 2) {
      int at = LEFT + (WIDTH - LEFT - 40) * tenth / 10;
      svg.append(text(at, height - 8, seconds(end / 10 * tenth)));
    }
    svg.append(text(0, height - 8, "seconds"));
    return svg.append("</svg>\n").append(legend(spans)).toString();
  }

  private static String bar(Span span, int top, long end) {
    double scale = (double) (WIDTH - LEFT - 40) / end;
    double wide = Math.max(2, (span.toNanos() - span.fromNanos()) * scale);
    return String.format(
        Locale.ROOT,
        "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%s</title></rect>\n",
        span.kind().name().toLowerCase(Locale.ROOT),
        LEFT + span.fromNanos() * scale,
        top + 4,
        wide,
        LANE - 8,
        escaped(line(span)));
  }

  private static String line(Span span) {
    return (span.call() == 0 ? "breaker " : "call " + span.call() + ": ")
        + span.kind()
        + (span.note().isEmpty() ? "" : ", " + span.note());
  }

  private static String text(int x, int y, String text) {
    return "<text x=\"" + x + "\" y=\"" + y + "\">" + escaped(text) + "</text>\n";
  }

  private static String legend(List<Span> spans) {
    StringBuilder legend = new StringBuilder("<p>");
    for (Span.Kind kind : Span.Kind.values()) {
      if (spans.stream().anyMatch(span -> span.kind() == kind)) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        legend.append(
            "<svg style=\"width:1em;height:1em\" viewBox=\"0 0 10 10\"><rect class=\"" + name
                + "\" width=\"10\" height=\"10\"/></svg> " + escaped(kind.toString()) + " &nbsp; ");
      }
    }
    return legend.append("</p>").toString();
  }

  private static String table(List<Span> spans) {
    StringBuilder table = new StringBuilder(
        "<table><thead><tr><th>from, s</th><th>to, s</th><th>call</th><th>what</th><th>note</th></tr></thead><tbody>\n");
    for (Span span : spans) {
      table.append(String.format(
          Locale.ROOT,
          "<tr><td class=\"number\">%s</td><td class=\"number\">%s</td><td class=\"number\">%s</td><td>%s</td><td>%s</td></tr>\n",
          seconds(span.fromNanos()),
          seconds(span.toNanos()),
          span.call() == 0 ? "" : span.call(),
          escaped(span.kind().toString()),
          escaped(span.note())));
    }
    return table.append("</tbody></table>").toString();
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
