package io.retrykit.examples;

/** The exit codes of every command. */
public final class ExitCode {
  /** Done. */
  public static final int DONE = 0;
  /** The call failed, or what it needs is not there. */
  public static final int FAILED = 1;
  /** Wrong usage: an option, an argument or an input file that cannot be read as what it should be. */
  public static final int USAGE = 2;
  /** Some of many have failed; the others are done. */
  public static final int PARTLY = 3;

  private ExitCode() {}
}
