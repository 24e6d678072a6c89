package io.retrykit.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One contender of one question, as measured: an entry for each round. Times are nanoseconds for an operation; the processor's
 * where one thread did the work, else those on the wall.
 *
 * @param question the benchmark class, without {@code Benchmark}
 * @param contender its method
 * @param parameters what the question was asked with
 * @param threads how many asked at once
 * @param nanos the time that counts
 * @param wall the time on the wall
 * @param bytes allocated for an operation
 */
public record Row(
    String question,
    String contender,
    Map<String, String> parameters,
    int threads,
    List<Double> nanos,
    List<Double> wall,
    List<Double> bytes) {

  /** Copies what it is given. */
  public Row {
    parameters = new TreeMap<>(parameters);
    nanos = List.copyOf(nanos);
    wall = List.copyOf(wall);
    bytes = List.copyOf(bytes);
  }

  /** Returns what tells this row from others. */
  String key() {
    return question + '.' + contender + parameters + " x " + threads;
  }

  /** Returns what belongs into the same table. */
  String setting() {
    return parameters.isEmpty() ? "" : parameters.toString().replaceAll("[{}]", "");
  }

  /** Returns this row with the rounds of another one of the same key after its own. */
  Row and(Row later) {
    return new Row(
        question,
        contender,
        parameters,
        threads,
        joined(nanos, later.nanos),
        joined(wall, later.wall),
        joined(bytes, later.bytes));
  }

  private static List<Double> joined(List<Double> first, List<Double> second) {
    List<Double> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** Returns the middle of the rounds. */
  double median() {
    return median(nanos);
  }

  /** Returns the least of the rounds. */
  double least() {
    return nanos.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  /** Returns the most of the rounds. */
  double most() {
    return nanos.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }

  /** Returns the most bytes of the rounds, {@code NaN} if one of them does not know: what is saved in one JVM only is not. */
  double mostBytes() {
    return bytes.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }

  /** Returns by how much the wall's time is longer than the one that counts, as a ratio of the middles. */
  double waited() {
    return median(wall) / median();
  }

  /** Returns the ratio of the middles. */
  double ratioTo(Row other) {
    return median() / other.median();
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
