package io.retrykit.examples.schedule;

import io.retrykit.examples.report.ChartFiles;
import io.retrykit.policy.RetryPolicy;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the pauses of a policy, and draws them. */
@Command(
    name = "schedule",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Prints the pauses of a policy and the range that jitter gives them, and draws them.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:printed",
      "1:a file cannot be written",
      "2:wrong usage, or a policy file that is missing or not what it should be"
    })
public final class ScheduleCommand implements Callable<Integer> {
  @Spec
  private @Nullable CommandSpec spec;

  @ArgGroup
  private @Nullable PolicySource source;

  @Option(
      names = "--show",
      paramLabel = "N",
      description = "pauses shown at most (default: ${DEFAULT-VALUE})")
  private int show = 20;

  @Mixin
  private ChartFiles files = new ChartFiles();

  /** Made by picocli, or by hand to be added to a command line. */
  public ScheduleCommand() {}

  @Override
  public Integer call() {
    print(policy(), command().commandLine().getOut());
    return 0;
  }

  private RetryPolicy policy() {
    try {
      if (show < 1 || show > 1_000) {
        throw new IllegalArgumentException("--show must be between 1 and 1000, was " + show);
      }
      return (source == null ? new PolicySource() : source).policy();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(
          command().commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private void print(RetryPolicy policy, PrintWriter out) {
    List<Schedule> schedules = Schedule.of(policy, show);
    out.print(policy.explain());
    for (Schedule schedule : schedules) {
      out.print("\n" + ScheduleReport.text(schedule));
    }
    files.write(ScheduleReport.page(policy, schedules), out);
    out.flush();
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("not run through picocli");
    }
    return spec;
  }
}
