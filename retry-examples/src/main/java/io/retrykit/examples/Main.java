package io.retrykit.examples;

import io.retrykit.examples.agent.AgentCommand;
import io.retrykit.examples.batch.BatchCommand;
import io.retrykit.examples.rag.RagCommand;
import io.retrykit.examples.report.OneLineErrors;
import io.retrykit.examples.schedule.ScheduleCommand;
import io.retrykit.examples.simulate.SimulateCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Every example as a sub-command: real programs over the real AWS clients and an embedded server. */
@Command(
    name = "retry-examples",
    mixinStandardHelpOptions = true,
    version = "retrykit examples",
    synopsisHeading = "Usage: ",
    sortOptions = false,
    description = {
      "Calls a Claude model on Amazon Bedrock through the real AWS clients, retried. Without --live the answers",
      "come from a server inside this process, which fails first. Without a command: invoke.",
    },
    footer = "%nretry-examples COMMAND --help tells its options.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the call failed, there are no AWS credentials, a port is taken, or a file cannot be written",
      "2:wrong usage, or an input file that is missing or cannot be read as what it should be",
      "3:batch only: some items failed, the others are done"
    },
    subcommands = {
      InvokeCommand.class,
      InvokeAsyncCommand.class,
      StreamCommand.class,
      BreakerCommand.class,
      ManualCommand.class,
      AgentCommand.class,
      RagCommand.class,
      BatchCommand.class,
      ScheduleCommand.class,
      SimulateCommand.class
    })
public final class Main {
  private static final Set<String> OWN_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  private Main() {}

  /** Runs it; exits with the code documented, if that is not zero. */
  public static void main(String... arguments) {
    int code = run(commandLine(), arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs a command line; options without a command are those of {@code invoke}. */
  static int run(CommandLine commandLine, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    String first = all.isEmpty() ? "" : all.get(0);
    boolean bare = first.isEmpty() || (first.startsWith("-") && !OWN_OPTIONS.contains(first));
    if (bare) {
      all.add(0, "invoke");
    }
    return commandLine.execute(all.toArray(String[]::new));
  }

  static CommandLine commandLine() {
    return OneLineErrors.on(new CommandLine(new Main()));
  }
}
