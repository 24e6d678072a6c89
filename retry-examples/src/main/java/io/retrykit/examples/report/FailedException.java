package io.retrykit.examples.report;

/** A command cannot do what it was asked to; the message is the one line that a person reads. */
public final class FailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what could not be done, and why. */
  public FailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
