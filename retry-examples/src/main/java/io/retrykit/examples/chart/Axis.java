package io.retrykit.examples.chart;

/**
 * One axis.
 *
 * @param name what it measures, unit included
 * @param kind how values are laid out on it
 */
public record Axis(String name, Kind kind) {
  /** How values are laid out on an axis. */
  public enum Kind {
    /** Equal steps are equal differences; begins at zero. */
    LINEAR,
    /** The same for numbers of things: no marks between them. */
    WHOLE,
    /** Equal steps are equal factors; values must be above zero. */
    LOGARITHMIC
  }
}
