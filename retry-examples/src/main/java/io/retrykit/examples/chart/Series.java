package io.retrykit.examples.chart;

import java.util.List;

/**
 * What belongs together in a chart.
 *
 * @param name in the legend
 * @param style how it is drawn
 * @param hue which colour, from 0; those above the last one begin again
 * @param points in the order of x
 */
public record Series(String name, Style style, int hue, List<Point> points) {
  private static final List<String> COLOURS = List.of(
      "#0f8b8d", "#e07a1f", "#3a7bd5", "#c8448b", "#5f9e2f", "#8a63d2", "#c94a3a", "#8c7b16",
      "#7a7f87");

  /** Copies the points. */
  public Series {
    points = List.copyOf(points);
  }

  /** Returns the colour, as in CSS; legible on white and on near black. */
  public String colour() {
    return COLOURS.get(Math.floorMod(hue, COLOURS.size()));
  }

  /** How a series is drawn. */
  public enum Style {
    /** A line through the values. */
    LINE,
    /** The same, dashed. */
    DASHED,
    /** A bar from the lower to the upper end of each range. */
    RANGE
  }
}
