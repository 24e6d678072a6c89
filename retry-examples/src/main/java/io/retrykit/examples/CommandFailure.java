package io.retrykit.examples;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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

  /** Says that a file could not be written: {@code failed: cannot write FILE: no such file or folder}. */
  public static CommandFailure unwritten(Path file, IOException failure) {
    String reason = failure.getMessage();
    if (failure instanceof NoSuchFileException) {
      reason = "no such file or folder";
    } else if (failure instanceof AccessDeniedException) {
      reason = "access denied";
    } else if (failure instanceof FileSystemException system && system.getReason() != null) {
      reason = system.getReason();
    }
    return new CommandFailure(ExitCode.FAILED, "failed: cannot write " + file + ": " + reason);
  }

  /** Returns the exit code. */
  public int code() {
    return code;
  }
}
