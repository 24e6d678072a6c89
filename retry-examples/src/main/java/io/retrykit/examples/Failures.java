package io.retrykit.examples;

import org.jspecify.annotations.Nullable;

/** Failures in a line. */
public final class Failures {
  private Failures() {}

  /** Returns a failure as one line: its kind, and the first line of what it says; nothing for none. */
  public static String oneLine(@Nullable Throwable failure) {
    if (failure == null) {
      return "";
    }
    String message = failure.getMessage() == null
        ? ""
        : ": " + failure.getMessage().lines().findFirst().orElse("");
    return failure.getClass().getSimpleName() + message;
  }

  /** Returns why a call failed, without what differs from one call to the next, so that reasons can be counted. */
  public static String reason(Throwable failure) {
    return oneLine(failure).replaceAll(" \\((Service|SDK Attempt Count):[^)]*\\)", "");
  }
}
