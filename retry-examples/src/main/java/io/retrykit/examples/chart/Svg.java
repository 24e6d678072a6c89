package io.retrykit.examples.chart;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Writes charts as one plain SVG, below each other: no script, no font of its own, the same bytes each time. */
public final class Svg {
  private static final int WIDTH = 880;
  private static final int PLOT_HEIGHT = 300;
  private static final int LEFT = 84;
  private static final int RIGHT = 24;
  private static final int TOP = 44;
  private static final int BELOW = 62;
  private static final int LEGEND_COLUMN = 256;
  private static final int LEGEND_ROW = 20;
  private static final int DOTTED = 25; // more points than that would be a string of pearls
  private static final double BAR = 14;
  private static final String STYLE = """
      <style>
      .page { fill: #ffffff } text { fill: #24292f; font: 12px sans-serif } .title { font-size: 15px; font-weight: bold }
      .grid { stroke: #d0d7de } .mark { stroke-width: 2 }
      @media (prefers-color-scheme: dark) {
      .page { fill: #16191d } text { fill: #d8dee4 } .grid { stroke: #3a4047 }
      }
      </style>
      """;

  private final StringBuilder text = new StringBuilder();

  private Svg() {}

  /**
   * Returns the document.
   *
   * @param title what it is, for those who do not see it
   * @param charts in their order; without any there is a line that says so
   */
  public static String of(String title, List<Chart> charts) {
    int height = charts.isEmpty() ? TOP : charts.stream().mapToInt(Svg::height).sum();
    Svg svg = new Svg();
    svg.text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\""
        + height + "\" viewBox=\"0 0 " + WIDTH + " " + height + "\" role=\"img\">\n");
    svg.text.append("<title>").append(Markup.escape(title)).append("</title>\n").append(STYLE);
    svg.text.append("<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n");
    if (charts.isEmpty()) {
      svg.write(LEFT, 26, "class=\"title\"", title + ": nothing to draw");
    }
    int top = 0;
    for (Chart chart : charts) {
      svg.text.append("<g transform=\"translate(0 " + top + ")\">\n");
      svg.draw(chart);
      svg.text.append("</g>\n");
      top += height(chart);
    }
    return svg.text.append("</svg>\n").toString();
  }

  private static int height(Chart chart) {
    int columns = (WIDTH - LEFT) / LEGEND_COLUMN;
    int rows = (chart.series().size() + columns - 1) / columns;
    return TOP + PLOT_HEIGHT + BELOW + rows * LEGEND_ROW;
  }

  private void draw(Chart chart) {
    // the last bar needs room to the right of its middle
    double room =
        chart.series().stream().anyMatch(each -> each.style() == Series.Style.RANGE) ? 1 : 0;
    Scale x = scale(chart, chart.x(), Point::x, point -> point.x() + room);
    Scale y = scale(chart, chart.y(), Point::low, Point::high);
    write(LEFT, 26, "class=\"title\"", chart.title());
    for (double tick : y.ticks()) {
      double at = TOP + PLOT_HEIGHT * (1 - y.at(tick));
      grid(LEFT, at, WIDTH - RIGHT, at);
      write(LEFT - 8, at + 4, "text-anchor=\"end\"", Scale.label(tick));
    }
    for (double tick : x.ticks()) {
      double at = across(x, tick);
      grid(at, TOP + PLOT_HEIGHT, at, TOP + PLOT_HEIGHT + 5);
      write(at, TOP + PLOT_HEIGHT + 20, "text-anchor=\"middle\"", Scale.label(tick));
    }
    double middle = TOP + PLOT_HEIGHT / 2.0;
    write(
        (LEFT + WIDTH - RIGHT) / 2.0,
        TOP + PLOT_HEIGHT + 40,
        "text-anchor=\"middle\"",
        chart.x().name());
    write(
        16,
        middle,
        "text-anchor=\"middle\" transform=\"rotate(-90 16 " + Markup.number(middle) + ")\"",
        chart.y().name());
    for (int i = 0; i < chart.series().size(); i++) {
      draw(chart.series().get(i), x, y);
      legend(chart.series().get(i), i);
    }
  }

  private static Scale scale(
      Chart chart, Axis axis, ToDoubleFunction<Point> least, ToDoubleFunction<Point> most) {
    return Scale.of(
        axis,
        points(chart).mapToDouble(least).min().orElseThrow(),
        points(chart).mapToDouble(most).max().orElseThrow());
  }

  private static Stream<Point> points(Chart chart) {
    return chart.series().stream().flatMap(series -> series.points().stream());
  }

  private static double across(Scale x, double value) {
    return LEFT + (WIDTH - LEFT - RIGHT) * x.at(value);
  }

  private static double up(Scale y, double value) {
    return TOP + PLOT_HEIGHT * (1 - y.at(value));
  }

  private void draw(Series series, Scale x, Scale y) {
    boolean range = series.style() == Series.Style.RANGE;
    StringBuilder line = new StringBuilder();
    for (Point point : series.points()) {
      String at = Markup.number(across(x, point.x()));
      String up = Markup.number(up(y, point.y()));
      line.append(line.isEmpty() ? "M" : "L").append(at + " " + up);
      if (point.low() < point.high()) {
        text.append("<path d=\"M" + at + " " + Markup.number(up(y, point.low())) + "V"
            + Markup.number(up(y, point.high())) + "\" stroke=\"" + series.colour() + "\" "
            + (range ? bar(x) : "stroke-width=\"1\"") + "/>\n");
      }
      if (!range && series.points().size() <= DOTTED) {
        text.append("<circle cx=\"" + at + "\" cy=\"" + up + "\" r=\"3\" fill=\"" + series.colour()
            + "\"/>\n");
      }
    }
    if (!range) {
      text.append("<path class=\"mark\" d=\"" + line + "\" fill=\"none\" stroke=\""
          + series.colour() + "\"" + dash(series) + "/>\n");
    }
  }

  /** Bars stand one apart; where there are many they become thinner. */
  private static String bar(Scale x) {
    double width = Math.min(BAR, (across(x, 1) - across(x, 0)) * 0.6);
    return "stroke-width=\"" + Markup.number(width) + "\" stroke-opacity=\"0.45\"";
  }

  private static String dash(Series series) {
    return series.style() == Series.Style.DASHED ? " stroke-dasharray=\"6 4\"" : "";
  }

  private void legend(Series series, int index) {
    int columns = (WIDTH - LEFT) / LEGEND_COLUMN;
    int left = LEFT + index % columns * LEGEND_COLUMN;
    int at = TOP + PLOT_HEIGHT + BELOW + index / columns * LEGEND_ROW;
    boolean range = series.style() == Series.Style.RANGE;
    text.append("<path d=\"M" + left + " " + (at - 4) + "h24\" stroke=\"" + series.colour()
        + "\" stroke-width=\"" + (range ? "10\" stroke-opacity=\"0.45\"" : "2\"" + dash(series))
        + "/>\n");
    write(left + 32, at, "", series.name());
  }

  private void grid(double x1, double y1, double x2, double y2) {
    text.append("<path class=\"grid\" d=\"M" + Markup.number(x1) + " " + Markup.number(y1) + "L"
        + Markup.number(x2) + " " + Markup.number(y2) + "\"/>\n");
  }

  private void write(double x, double y, String attributes, String words) {
    text.append("<text x=\"" + Markup.number(x) + "\" y=\"" + Markup.number(y) + "\""
        + (attributes.isEmpty() ? "" : " ") + attributes + ">" + Markup.escape(words)
        + "</text>\n");
  }
}
