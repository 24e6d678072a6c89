package io.retrykit.benchmarks.report;

import io.retrykit.benchmarks.ProcessorTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures in rounds: each round asks every contender in one fork of its own, one after the other. What slows the machine down for
 * a minute then falls on all of them alike, as it does not where the forks of one contender follow each other. Writes what is known
 * after each round.
 */
@Command(
    name = "measure",
    mixinStandardHelpOptions = true,
    description = "Measures in rounds of single forks.")
public final class Measure implements Callable<Integer> {
  private static final String FIRST_CALL = "\\.FirstCallBenchmark\\.";
  private static final String CALLERS = "\\.CallersGrowthBenchmark\\.";
  private static final int VIRTUAL_THREADS = 21;

  /**
   * A heap whose pages are all there before it is measured. On a virtual machine the first touch of a page took some 10
   * us: whoever allocates paid that, and not its own work, until it had been once through the heap.
   */
  private static final List<String> TOUCHED =
      List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");

  @Option(names = "--rounds", description = "How many rounds; ${DEFAULT-VALUE} if not given.")
  private int rounds = 5;

  @Option(
      names = "--threads",
      description = "How many threads ask at once; ${DEFAULT-VALUE} if not given.")
  private int threads = 1;

  @Option(names = "--match", description = "Which benchmarks, a regular expression.")
  private String match = "Benchmark\\.";

  @Option(
      names = "--warmup-millis",
      description = "Warm-up of each fork; ${DEFAULT-VALUE} if not given.")
  private int warmupMillis = 900;

  @Option(
      names = "--measure-millis",
      description = "Measured time of each fork; ${DEFAULT-VALUE} if not given.")
  private int measureMillis = 450;

  @Option(names = "--out", required = true, description = "The file to write, JSON.")
  private Path out = Path.of("");

  /** Runs it. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new Measure()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    require("--rounds", rounds, 1, 1000);
    require("--threads", threads, 1, 1024);
    require("--warmup-millis", warmupMillis, 3, 3_600_000);
    require("--measure-millis", measureMillis, 3, 3_600_000);
    Canary canary = Canary.ask();
    System.out.println(canary);
    Run run = new Run(Machine.here(), canary.toString(), List.of());
    if (threads > 1 && !canary.twoMet()) {
      run.write(out);
      System.out.println("not measured with " + threads + " threads");
      return 0;
    }
    Map<String, Integer> missing = expected();
    for (int round = 1; round <= rounds; round++) {
      long start = System.nanoTime();
      List<Row> rows = new ArrayList<>(asked(timed(), String.valueOf(round)));
      if (threads == 1) {
        rows.addAll(asked(first(), round + "-first"));
      }
      rows.forEach(row -> missing.merge(row.question() + '.' + row.contender(), -1, Integer::sum));
      run = run.and(rows);
      run.write(out);
      System.out.printf(
          "round %d of %d: %d rows in %d s%n",
          round, rounds, rows.size(), (System.nanoTime() - start) / 1_000_000_000L);
    }
    missing.values().removeIf(count -> count == 0);
    missing.forEach((name, count) ->
        System.err.println(name + " gave " + count + " results too few, see " + log() + "*"));
    return missing.isEmpty() ? 0 : 1;
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be between " + least + " and " + most + ", was " + value);
    }
  }

  private Path log() {
    return out.resolveSibling(out.getFileName() + ".log");
  }

  private static boolean hasVirtualThreads() {
    return Runtime.version().feature() >= VIRTUAL_THREADS;
  }

  /** How many results each contender should give: one for each setting and round. */
  private Map<String, Integer> expected() {
    List<String> excludes = new ArrayList<>();
    if (!hasVirtualThreads()) {
      excludes.add(CALLERS);
    }
    if (threads > 1) {
      excludes.add(FIRST_CALL);
    }
    return BenchmarkList.defaultList()
        .find(
            OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
            List.of(match),
            excludes)
        .stream()
        .collect(Collectors.toMap(
            entry -> Rows.name(entry.getUsername()), entry -> rounds * settings(entry)));
  }

  private static int settings(BenchmarkListEntry entry) {
    return entry.getParams().orElse(Map.of()).values().stream()
        .mapToInt(values -> values.length)
        .reduce(1, (all, more) -> all * more);
  }

  private ChainedOptionsBuilder options(String part) {
    return new OptionsBuilder()
        .forks(1)
        .threads(threads)
        .addProfiler(GCProfiler.class)
        .addProfiler(ProcessorTime.class)
        .verbosity(VerboseMode.NORMAL)
        .output(log() + "." + part);
  }

  /** A part of a round. */
  private interface Part {
    ChainedOptionsBuilder of(ChainedOptionsBuilder options);
  }

  private Part timed() {
    return options -> {
      options
          .include(match)
          .exclude(FIRST_CALL)
          .jvmArgsPrepend(TOUCHED.toArray(String[]::new))
          .warmupIterations(3)
          .warmupTime(TimeValue.milliseconds(warmupMillis / 3))
          .measurementIterations(3)
          .measurementTime(TimeValue.milliseconds(measureMillis / 3));
      return hasVirtualThreads() ? options : options.exclude(CALLERS);
    };
  }

  /** The first call of a JVM is measured once in each fork, cold. */
  private Part first() {
    return options -> options.include(match).exclude("^((?!" + FIRST_CALL + ").)*$");
  }

  private List<Row> asked(Part part, String name) throws RunnerException, IOException {
    Files.createDirectories(out.toAbsolutePath().getParent());
    Collection<RunResult> results;
    try {
      results = new Runner(part.of(options(name)).build()).run();
    } catch (org.openjdk.jmh.runner.NoBenchmarksException none) {
      return List.of();
    }
    return results.stream().map(result -> Rows.of(result, threads)).toList();
  }
}
