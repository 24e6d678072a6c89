package io.retrykit.examples.simulate;

import io.retrykit.examples.chart.Point;
import io.retrykit.examples.simulate.Trials.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every contender against every number of clients.
 *
 * @param results by contender, then by number of clients, each in the order given
 * @param spread when calls reach the server with the most clients, by contender
 * @param binMillis how long the times are over which calls are counted
 */
record Study(
    Map<Contender, List<Result>> results, Map<Contender, List<Point>> spread, double binMillis) {
  private static final int BINS = 60;

  /**
   * Runs it.
   *
   * @param clients how many, ascending, one number or more
   */
  static Study run(List<Contender> contenders, List<Integer> clients, Trials trials) {
    Map<Contender, List<Result>> results = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      List<Result> row = new ArrayList<>();
      for (int count : clients) {
        row.add(trials.run(contender, count, trial -> {}));
      }
      results.put(contender, List.copyOf(row));
    }
    int most = clients.get(clients.size() - 1);
    double bin = bin(results);
    Map<Contender, List<Point>> spread = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      Calls calls = new Calls(BINS, bin);
      trials.run(contender, most, calls::add);
      spread.put(contender, calls.points());
    }
    return new Study(results, spread, bin);
  }

  /** The contenders that are done first shall fill the picture; stragglers would squeeze it. */
  private static double bin(Map<Contender, List<Result>> results) {
    List<Double> ends = results.values().stream()
        .map(row -> row.get(row.size() - 1).time().mean())
        .sorted()
        .toList();
    double wanted = ends.get(ends.size() / 4) / BINS;
    double round = 1;
    while (round < wanted) {
      round *= round * 2 >= wanted ? 2 : round * 5 >= wanted ? 5 : 10;
    }
    return round;
  }
}
