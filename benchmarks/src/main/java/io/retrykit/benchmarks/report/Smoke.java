package io.retrykit.benchmarks.report;

import io.retrykit.benchmarks.ProcessorTime;
import io.retrykit.spi.ClassifierProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A short run of every hot path of ours, for CI: fails if one allocates more than {@code hot-paths.csv} allows it, takes many
 * times what is written by hand, gives no result, or is not in that file at all.
 */
public final class Smoke {
  private static final int FIELDS = 6;
  private static final String GROWTH = "(Growth|FirstCall)Benchmark\\.";
  private static final double NOISE_BYTES =
      1; // what else a JVM allocates while so few calls are made

  private Smoke() {}

  /** A line of {@code hot-paths.csv}. */
  private record HotPath(
      String question,
      String contender,
      String setting,
      double bytes,
      String against,
      double times) {
    static HotPath of(String[] fields) {
      return new HotPath(
          fields[0], fields[1], fields[2], Csv.number(fields[3]), fields[4], Csv.number(fields[5]));
    }

    String name() {
      return question + '.' + contender;
    }
  }

  /** Runs it; exits with 1 if something is wrong. */
  public static void main(String... arguments) throws IOException, RunnerException {
    List<HotPath> paths =
        Csv.read("hot-paths.csv", FIELDS).stream().map(HotPath::of).toList();
    List<String> faults = new ArrayList<>(unknown(paths));
    if (ServiceLoader.load(ClassifierProvider.class).findFirst().isEmpty()) {
      faults.add("no classifier is plugged in: first successes are measured without one");
    }
    List<HotPath> slow = new ArrayList<>();
    List<Row> rows = measured(paths, 1);
    for (HotPath path : paths) {
      Row row = find(rows, path.question(), path.contender(), path.setting());
      if (row == null) {
        faults.add(path.name() + ' ' + path.setting() + " gave no result");
      } else if (!(row.mostBytes() < path.bytes() + NOISE_BYTES)) {
        faults.add(path.name() + " allocates " + row.mostBytes() + " bytes for each call, at most "
            + path.bytes() + " are allowed");
      } else if (isSlow(path, row, rows)) {
        slow.add(path);
      }
    }
    faults.addAll(stillSlow(slow));
    faults.forEach(System.err::println);
    System.out.println(paths.size() + " hot paths looked at, " + faults.size() + " faults");
    if (!faults.isEmpty()) {
      System.exit(1);
    }
  }

  /** Whoever writes a benchmark has to say what it may allocate. */
  private static Set<String> unknown(List<HotPath> paths) {
    Set<String> known = paths.stream().map(HotPath::name).collect(Collectors.toSet());
    return BenchmarkList.defaultList()
        .find(
            OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
            List.of(".*"),
            List.of(GROWTH))
        .stream()
        .map(entry -> Rows.name(entry.getUsername()))
        .filter(name -> Contender.of(name.replaceAll(".*\\.", "")) == Contender.OURS)
        .filter(name -> !known.contains(name))
        .map(name -> name + " is not in hot-paths.csv")
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isSlow(HotPath path, Row row, List<Row> rows) {
    if (path.against().isEmpty()) {
      return false;
    }
    Row limit = find(rows, path.question(), path.against(), path.setting());
    return limit == null || !(row.least() <= path.times() * limit.least());
  }

  /** A disturbance is over when it is measured again, and longer. */
  private static List<String> stillSlow(List<HotPath> slow) throws RunnerException {
    if (slow.isEmpty()) {
      return List.of();
    }
    List<Row> again = measured(slow, 4);
    return slow.stream()
        .filter(path -> {
          Row row = find(again, path.question(), path.contender(), path.setting());
          return row == null || isSlow(path, row, again);
        })
        .map(path -> path.name() + " takes more than " + path.times() + " times " + path.against()
            + ": "
            + again.stream()
                .filter(row -> row.question().equals(path.question()))
                .map(row -> row.contender() + " " + row.least() + " ns")
                .toList())
        .toList();
  }

  private static @Nullable Row find(
      List<Row> rows, String question, String contender, String setting) {
    return rows.stream()
        .filter(row -> row.question().equals(question)
            && row.contender().equals(contender)
            && row.setting().equals(setting))
        .findFirst()
        .orElse(null);
  }

  private static List<Row> measured(List<HotPath> paths, int longer) throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    for (HotPath path : paths) {
      include(options, path.question(), path.contender());
      if (!path.against().isEmpty()) {
        include(options, path.question(), path.against());
      }
    }
    Collection<RunResult> results = new Runner(options
            .param("polluted", "true")
            .param("attempt", "5")
            .param("others", "1000")
            .forks(1)
            .warmupIterations(2)
            .warmupTime(TimeValue.milliseconds(300L * longer))
            .measurementIterations(2)
            .measurementTime(TimeValue.milliseconds(150L * longer))
            .addProfiler(GCProfiler.class)
            .addProfiler(ProcessorTime.class)
            .build())
        .run();
    return results.stream().map(result -> Rows.of(result, 1)).toList();
  }

  private static void include(OptionsBuilder options, String question, String contender) {
    options.include(
        "\\." + Pattern.quote(question) + "Benchmark\\." + Pattern.quote(contender) + "$");
  }
}
