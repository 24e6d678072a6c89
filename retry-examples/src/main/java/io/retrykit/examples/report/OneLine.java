package io.retrykit.examples.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Tells of what goes wrong in one line on standard error: wrong usage with exit code 2, a failure with exit code 1.
 */
public final class OneLine {
  private OneLine() {}

  /** Has a command and its sub-commands fail in one line, without a screen of usage behind it. */
  public static CommandLine on(CommandLine command) {
    return command
        .setParameterExceptionHandler((wrong, arguments) -> usage(wrong))
        .setExecutionExceptionHandler((failure, failed, parsed) -> {
          failed.getErr().println("failed: " + line(failure));
          return 1;
        });
  }

  private static int usage(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    command
        .getErr()
        .println(line(String.valueOf(wrong.getMessage())) + " (see "
            + command.getCommandSpec().qualifiedName() + " --help)");
    return 2;
  }

  private static String line(Exception failure) {
    String message = failure.getMessage();
    return failure instanceof FailedException && message != null
        ? line(message)
        : failure.getClass().getSimpleName() + (message == null ? "" : ": " + line(message));
  }

  private static String line(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** Returns why a file could not be read or written: "cannot read FILE: no such file". */
  private static String why(String what, Path file, IOException failure) {
    String reason = failure.getMessage();
    if (failure instanceof NoSuchFileException) {
      reason = "no such file or folder";
    } else if (failure instanceof AccessDeniedException) {
      reason = "access denied";
    } else if (failure instanceof FileSystemException system && system.getReason() != null) {
      reason = system.getReason();
    }
    return "cannot " + what + " " + file + ": " + reason;
  }

  /** Returns the failure of a command that could not read a file. */
  public static FailedException unread(Path file, IOException failure) {
    return new FailedException(why("read", file, failure), failure);
  }

  /** Returns the failure of a command that could not write a file. */
  static FailedException unwritten(Path file, IOException failure) {
    return new FailedException(why("write", file, failure), failure);
  }
}
