package io.retrykit.examples.chart;

import java.util.List;

/**
 * A chart.
 *
 * @param title above it
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series from the back to the front, one or more, each with points
 */
public record Chart(String title, Axis x, Axis y, List<Series> series) {
  /** Checks that there is something to draw. */
  public Chart {
    series = List.copyOf(series);
    if (series.isEmpty() || series.stream().anyMatch(each -> each.points().isEmpty())) {
      throw new IllegalArgumentException("series must each have a point, were " + series);
    }
  }
}
