package io.retrykit.examples.report;

import io.retrykit.examples.CommandFailure;
import io.retrykit.examples.ExitCode;
import io.retrykit.examples.Failures;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Tells of what goes wrong in one line on standard error: wrong usage with exit code 2, a failure with exit code 1.
 */
public final class OneLineErrors {
  private OneLineErrors() {}

  /** Has a command and its sub-commands fail in one line, without a screen of usage behind it. */
  public static CommandLine on(CommandLine command) {
    return command
        .setParameterExceptionHandler((wrong, arguments) -> usage(wrong))
        .setExecutionExceptionHandler((failure, failed, parsed) -> {
          if (failure instanceof CommandFailure known) {
            failed.getErr().println(line(String.valueOf(known.getMessage())));
            return known.code();
          }
          failed.getErr().println("failed: " + Failures.oneLine(failure));
          return ExitCode.FAILED;
        });
  }

  private static int usage(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    command
        .getErr()
        .println(line(String.valueOf(wrong.getMessage())) + " (see "
            + command.getCommandSpec().qualifiedName() + " --help)");
    return ExitCode.USAGE;
  }

  private static String line(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
