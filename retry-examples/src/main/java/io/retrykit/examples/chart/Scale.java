package io.retrykit.examples.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where values lie on an axis. A linear one goes from zero to a round number, a logarithmic one from a power of ten to
 * another.
 *
 * @param low the value at its beginning
 * @param high the value at its end, above {@code low}
 * @param ticks the values that are marked, in order
 */
record Scale(double low, double high, boolean logarithmic, List<Double> ticks) {
  private static final int ABOUT = 6;
  private static final double LONG = 1e6;

  /** Returns the scale that fits values from the least to the most. */
  static Scale of(Axis axis, double least, double most) {
    return switch (axis.kind()) {
      case LINEAR -> linear(most, 0);
      case WHOLE -> linear(most, 1);
      case LOGARITHMIC -> logarithmic(least, most);
    };
  }

  private static Scale linear(double most, double leastStep) {
    double top = most > 0 ? most : 1; // zeros alone need an axis too
    double rough = Math.max(top / ABOUT, leastStep);
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double ratio = rough / power;
    double step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i == 0 || (i - 1) * step < top; i++) {
      ticks.add(i * step);
    }
    return new Scale(0, ticks.get(ticks.size() - 1), false, ticks);
  }

  private static Scale logarithmic(double least, double most) {
    if (!(least > 0)) {
      throw new IllegalArgumentException(
          "values on a logarithmic axis must be above zero, was " + least);
    }
    int from = (int) Math.floor(Math.log10(least));
    int to = Math.max(from + 1, (int) Math.ceil(Math.log10(most)));
    List<Double> ticks = new ArrayList<>();
    for (int power = from; power <= to; power++) {
      ticks.add(Math.pow(10, power));
    }
    return new Scale(Math.pow(10, from), Math.pow(10, to), true, ticks);
  }

  /** Returns where a value lies: 0 at the beginning, 1 at the end. */
  double at(double value) {
    return logarithmic
        ? (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
        : (value - low) / (high - low);
  }

  /** Returns a tick as text: with thousands apart, and as a power of ten where that would be long. */
  static String label(double tick) {
    if (tick >= LONG) {
      return String.format(Locale.ROOT, "%.1e", tick);
    }
    String text = String.format(Locale.ROOT, "%,.3f", tick).replaceAll("\\.?0+$", "");
    return text.isEmpty() ? "0" : text;
  }
}
