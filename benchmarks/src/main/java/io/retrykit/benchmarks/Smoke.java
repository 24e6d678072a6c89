package io.retrykit.benchmarks;

import io.retrykit.spi.ClassifierProvider;
import java.util.Collection;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * A short run of every benchmark of ours, for CI: shows that they run, and fails if one allocates that must not: a first
 * success with a classifier plugged in, a limiter that has permits, a budget, a breaker that is closed, a stage that is complete, an element of a stream, a wait. Times of so short a run mean nothing and
 * are not looked at.
 */
public final class Smoke {
  private static final double MOST_BYTES = 1.0;
  private static final Pattern FREE = Pattern.compile(
      "\\.(FirstSuccess|Limiter|Budget|BudgetCheck|(Retry)?Breaker[A-Za-z]*|AsyncComplete|Stream|Timer)Benchmark\\.");
  private static final String PEERS = "\\.(guava|resilience4j|bucket4j|failsafe|netty|jdk)";

  private Smoke() {}

  /** Runs it; exits with 1 if one allocates that must not, one failed, or no classifier is plugged in. */
  public static void main(String... arguments) throws RunnerException {
    Collection<RunResult> results = new Runner(new OptionsBuilder()
            .include("Benchmark\\.")
            .exclude(PEERS)
            .forks(1)
            .warmupIterations(2)
            .warmupTime(TimeValue.milliseconds(500))
            .measurementIterations(2)
            .measurementTime(TimeValue.milliseconds(300))
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class)
            .build())
        .run();
    boolean good = !results.isEmpty() && isPluggedIn();
    for (RunResult result : results) {
      good &= check(result);
    }
    if (!good) {
      System.exit(1);
    }
  }

  private static boolean isPluggedIn() {
    boolean found = ServiceLoader.load(ClassifierProvider.class).findFirst().isPresent();
    if (!found) {
      System.err.println("no classifier is plugged in: first successes are measured without one");
    }
    return found;
  }

  private static boolean check(RunResult run) {
    String name = run.getParams().getBenchmark();
    if (!FREE.matcher(name).find()) {
      return true;
    }
    Result<?> bytes = run.getSecondaryResults().get("gc.alloc.rate.norm");
    if (bytes == null) {
      bytes = run.getSecondaryResults().get("·gc.alloc.rate.norm");
    }
    // the least of the iterations: where the machine had little time for one, the profiler's own
    // bytes fall to few calls
    double least = bytes == null ? Double.NaN : bytes.getStatistics().getMin();
    if (!(least <= MOST_BYTES)) {
      System.err.println(name + " allocates " + least + " bytes for each call, at most "
          + MOST_BYTES + " are allowed");
      return false;
    }
    return true;
  }
}
