package io.retrykit.examples.chart;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A page that needs nothing but itself: charts, drawn by Apache ECharts which it carries within, and the same numbers
 * as tables, which are there without scripts too. It forbids the browser to fetch anything.
 *
 * @param title of the page
 * @param lead what was run, in a few sentences, each its own paragraph
 * @param charts one or more
 * @param tables the numbers of the charts
 */
public record Page(String title, List<String> lead, List<Chart> charts, List<Table> tables) {
  /** Copies the lists. */
  public Page {
    lead = List.copyOf(lead);
    charts = List.copyOf(charts);
    tables = List.copyOf(tables);
  }

  /** Returns the page; the same bytes each time. */
  public String html() {
    String heading = Markup.escape(title);
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; \
        style-src 'unsafe-inline'; img-src data:">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="data:,">
        """
        + "<title>" + heading + "</title>\n<style>\n" + Resources.ours("page.css")
        + "</style>\n</head>\n<body>\n<main>\n"
        + "<h1>" + heading + "</h1>\n"
        + lead.stream()
            .map(text -> "<p>" + Markup.escape(text) + "</p>\n")
            .collect(Collectors.joining())
        + charts.stream().map(Page::figure).collect(Collectors.joining())
        + tables.stream()
            .map(table -> "<div class=\"wide\">\n" + table.html() + "</div>\n")
            .collect(Collectors.joining())
        + "</main>\n<!--\n" + Resources.ours("echarts-notice.txt") + "-->\n"
        + "<script>" + Resources.library() + "</script>\n"
        + "<script type=\"application/json\" id=\"charts\">" + Markup.script(ChartJson.of(charts))
        + "</script>\n"
        + "<script>\n" + Resources.ours("page.js") + "</script>\n</body>\n</html>\n";
  }

  private static String figure(Chart chart) {
    String caption = Markup.escape(chart.title());
    return "<figure>\n<figcaption>" + caption
        + "</figcaption>\n<div class=\"chart\" role=\"img\" aria-label=\"" + caption
        + "\"></div>\n</figure>\n";
  }
}
