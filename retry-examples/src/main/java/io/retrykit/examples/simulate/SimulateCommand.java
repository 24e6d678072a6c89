package io.retrykit.examples.simulate;

import io.retrykit.examples.chart.Table;
import io.retrykit.examples.report.ChartFiles;
import java.io.PrintWriter;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Has many clients contend for one server, in virtual time, and compares what each jitter costs. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Has many clients write the same row of one server, in virtual time, and compares jitters.",
      "Each is judged by how many calls it takes, and how long, until every client has written.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:simulated", "1:a file cannot be written", "2:wrong usage"})
public final class SimulateCommand implements Callable<Integer> {
  private static final int MOST_CLIENTS = 1_000;
  private static final int MOST_TRIALS = 10_000;

  @Spec
  private @Nullable CommandSpec spec;

  @Option(
      names = "--clients",
      paramLabel = "N,N...",
      description = "how many clients at once, several numbers (default: ${DEFAULT-VALUE})")
  private String clients = "10,20,50,100";

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "trials for each mean (default: ${DEFAULT-VALUE})")
  private int trials = 200;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "where randomness starts; the same seed gives the same numbers (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(
      names = "--jitters",
      paramLabel = "J,J...",
      description = {
        "model, toolkit, all, or of none, exponential, full, equal, decorrelated, proportional,",
        "proportional-capped, proportional-n-minus-1, full-n-minus-1, toolkit-exponential, toolkit-full,",
        "toolkit-equal, toolkit-decorrelated, toolkit-proportional, toolkit-proportional-uncut",
        "(default: ${DEFAULT-VALUE})"
      })
  private String jitters =
      "none,exponential,full,equal,decorrelated,proportional,toolkit-full,toolkit-equal,toolkit-decorrelated,toolkit-proportional";

  @Mixin
  private ChartFiles files = new ChartFiles();

  /** Made by picocli, or by hand to be added to a command line. */
  public SimulateCommand() {}

  @Override
  public Integer call() {
    List<Contender> contenders;
    List<Integer> counts;
    try {
      contenders = Contender.parse("--jitters", jitters);
      counts = counts();
      check(
          trials >= 2 && trials <= MOST_TRIALS,
          "--trials must be between 2 and " + MOST_TRIALS + ", was " + trials);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(
          command().commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
    Trials repeated = new Trials(trials, seed);
    Study study = Study.run(contenders, counts, repeated);
    PrintWriter out = command().commandLine().getOut();
    out.println(trials + " trials each, seed " + seed);
    for (Table table : SimulationReport.tables(study)) {
      out.print("\n" + table.text().replace("±", "+-")); // not every terminal has the sign
    }
    files.write(SimulationReport.page(study, repeated), out);
    out.flush();
    return 0;
  }

  private List<Integer> counts() {
    TreeSet<Integer> counts = new TreeSet<>();
    for (String text : clients.split(",", -1)) {
      String number = text.strip();
      check(
          number.matches("[0-9]{1,4}")
              && Integer.parseInt(number) >= 1
              && Integer.parseInt(number) <= MOST_CLIENTS,
          "--clients must be numbers between 1 and " + MOST_CLIENTS + ", was \"" + number + '"');
      counts.add(Integer.parseInt(number));
    }
    return List.copyOf(counts);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("not run through picocli");
    }
    return spec;
  }
}
