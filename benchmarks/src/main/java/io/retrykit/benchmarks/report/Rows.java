package io.retrykit.benchmarks.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Makes rows of what JMH says. */
final class Rows {
  private Rows() {}

  /** Returns a row of one round. Where other threads than JMH's do the work, or it is measured once, the wall's time counts. */
  static Row of(RunResult result, int threads) {
    String[] name = name(result.getParams().getBenchmark()).split("\\.", 2);
    Map<String, String> parameters = new HashMap<>();
    for (String key : result.getParams().getParamsKeys()) {
      parameters.put(key, result.getParams().getParam(key));
    }
    double wall = result.getPrimaryResult().getScore();
    double processor = secondary(result, "cpu");
    boolean ownWork =
        threads == 1 && !name[0].equals("CallersGrowth") && !name[0].equals("FirstCall");
    if (ownWork && !(processor > 0)) {
      throw new IllegalStateException(name[0] + '.' + name[1] + " has no processor time");
    }
    return new Row(
        name[0],
        name[1],
        parameters,
        threads,
        List.of(ownWork ? processor : wall),
        List.of(wall),
        List.of(secondary(result, "gc.alloc.rate.norm")));
  }

  private static double secondary(RunResult result, String name) {
    @SuppressWarnings("rawtypes") // as JMH gives them
    Map<String, Result> all = result.getSecondaryResults();
    Result<?> found = all.get(name) == null ? all.get("·" + name) : all.get(name);
    return found == null ? Double.NaN : found.getScore();
  }

  /** Returns question and contender of a benchmark, parted by a dot. */
  static String name(String benchmark) {
    return benchmark
        .replaceAll("^io\\.retrykit\\.benchmarks\\.", "")
        .replaceAll("Benchmark\\.", ".");
  }
}
