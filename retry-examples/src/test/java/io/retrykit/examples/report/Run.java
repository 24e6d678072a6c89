package io.retrykit.examples.report;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/**
 * One run of a command.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it complained about, line by line
 */
public record Run(int code, String out, List<String> err) {
  /** Runs a command by itself. */
  public static Run of(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = OneLineErrors.on(new CommandLine(command))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
    return new Run(code, out.toString(), err.toString().lines().toList());
  }
}
