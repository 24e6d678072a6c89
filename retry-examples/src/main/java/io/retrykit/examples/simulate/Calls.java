package io.retrykit.examples.simulate;

import io.retrykit.examples.chart.Point;
import java.util.ArrayList;
import java.util.List;

/** Counts when calls reach the server, over several trials. Not safe for use by several threads. */
final class Calls {
  private final double binMillis;
  private final long[] counts;
  private int trials;

  /**
   * Begins to count.
   *
   * @param bins how many, 1 or more
   * @param binMillis how long each is, above zero; what comes after the last one is not counted
   */
  Calls(int bins, double binMillis) {
    this.counts = new long[bins];
    this.binMillis = binMillis;
  }

  /** Counts the calls of one more trial. */
  void add(Trial trial) {
    trials++;
    for (double time : trial.callTimes()) {
      int bin = (int) (time / binMillis);
      if (bin < counts.length) {
        counts[bin]++;
      }
    }
  }

  /** Returns, at the middle of each bin, how many calls reached the server in a trial, on average. */
  List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      points.add(Point.of((i + 0.5) * binMillis, (double) counts[i] / Math.max(1, trials)));
    }
    return points;
  }
}
