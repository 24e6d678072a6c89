package io.retrykit.examples;

import java.io.Serial;

/** Ends a command with one line for people, which says all there is to say, and an exit code. */
public final class CommandFailure extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * Makes it.
   *
   * @param code one of {@link ExitCode}
   * @param line what is wrong, without a line break
   */
  public CommandFailure(int code, String line) {
    super(line, null, false, false);
    this.code = code;
  }

  /** Returns the exit code. */
  public int code() {
    return code;
  }
}
