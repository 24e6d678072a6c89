package io.retrykit.examples.batch;

import java.io.PrintWriter;

/** How far a batch has come: one line that is drawn over on a terminal, or a line for each tenth elsewhere. Any thread. */
final class Progress {
  private static final int WIDTH = 30;

  private final PrintWriter out;
  private final int total;
  private final boolean terminal;
  private int done;
  private int failed;
  private int tenths;

  Progress(PrintWriter out, int total, int before, boolean terminal) {
    this.out = out;
    this.total = total;
    this.done = before;
    this.terminal = terminal;
  }

  /** Guesses whether a person watches: from JDK 22 on a pipe has a console too, there lines are drawn over in vain. */
  @SuppressWarnings("SystemConsoleNull")
  static boolean onTerminal() {
    return System.console() != null && System.getenv("TERM") != null;
  }

  /** One more is done. */
  synchronized void done(Result result) {
    done++;
    failed += result.isAnswered() ? 0 : 1;
    if (terminal) {
      out.print("\r" + bar());
      if (done == total) {
        out.println();
      }
      out.flush();
    } else if (done * 10 / total > tenths) {
      tenths = done * 10 / total;
      out.println(bar());
      out.flush();
    }
  }

  private String bar() {
    int full = done * WIDTH / total;
    return "[" + "=".repeat(full) + " ".repeat(WIDTH - full) + "] " + done + "/" + total
        + (failed == 0 ? "" : ", " + failed + " failed");
  }
}
