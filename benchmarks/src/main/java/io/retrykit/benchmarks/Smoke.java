package io.retrykit.benchmarks;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * A short run of every benchmark, for CI: shows that they run, and fails if a first success allocates. Times of so
 * short a run mean nothing and are not looked at.
 */
public final class Smoke {
  private static final double MOST_BYTES = 1.0;

  private Smoke() {}

  /** Runs it; exits with 1 if a first success allocates, or a benchmark failed. */
  public static void main(String... arguments) throws RunnerException {
    Collection<RunResult> results = new Runner(new OptionsBuilder()
            .include("Benchmark\\.")
            .forks(1)
            .warmupIterations(2)
            .warmupTime(TimeValue.milliseconds(500))
            .measurementIterations(2)
            .measurementTime(TimeValue.milliseconds(300))
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class)
            .build())
        .run();
    boolean good = !results.isEmpty();
    for (RunResult result : results) {
      good &= check(result);
    }
    if (!good) {
      System.exit(1);
    }
  }

  private static boolean check(RunResult run) {
    String name = run.getParams().getBenchmark();
    if (!name.contains("FirstSuccess")) {
      return true;
    }
    Result<?> bytes = run.getSecondaryResults().get("gc.alloc.rate.norm");
    if (bytes == null) {
      bytes = run.getSecondaryResults().get("·gc.alloc.rate.norm");
    }
    if (bytes == null || bytes.getScore() > MOST_BYTES) {
      System.err.println(
          name + " allocates " + (bytes == null ? "an unknown number of" : bytes.getScore())
              + " bytes for each call, at most " + MOST_BYTES + " are allowed");
      return false;
    }
    return true;
  }
}
