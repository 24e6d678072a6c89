package io.retrykit.failure;

import java.io.Serial;
import java.util.List;

/**
 * The failures that went before the one that is thrown: its own suppressed exceptions, oldest first. It is attached
 * once, suppressed, to the failure a call ends with; where there were many, it holds the first one and the newest.
 */
public final class RetryHistory extends Exception {
  /** How many of the newest failures are kept, beside the first. */
  public static final int NEWEST = 15;

  @Serial
  private static final long serialVersionUID = 1L;

  private final int total;

  /**
   * Makes a history.
   *
   * @param total how many attempts failed before the last one, those without an exception included
   * @param failures the failures kept, oldest first
   */
  public RetryHistory(int total, List<? extends Throwable> failures) {
    super(message(total, failures.size()), null, true, false);
    this.total = total;
    failures.forEach(this::addSuppressed);
  }

  private static String message(int total, int kept) {
    String attempts = total == 1 ? "1 earlier attempt" : total + " earlier attempts";
    return kept == total ? attempts : attempts + ", " + kept + " kept";
  }

  /** Returns how many attempts failed before the one whose failure is thrown. */
  public int total() {
    return total;
  }

  /** Returns the failures kept, oldest first. */
  public List<Throwable> failures() {
    return List.of(getSuppressed());
  }
}
