package io.retrykit.loop;

import java.util.ArrayList;
import java.util.List;

/**
 * The process-wide limits on retrying. Scopes may be closed in any order; while several are open the strictest limits
 * hold. Read once for each failed attempt, never for a first success.
 */
public final class Switch {
  private static final Limits NONE = new Limits(Integer.MAX_VALUE, true);
  private static final List<Limits> OPEN = new ArrayList<>();
  private static volatile Limits limits = NONE;

  private Switch() {}

  static Limits limits() {
    return limits;
  }

  /** Puts limits on; they hold for every failure judged from now on. */
  public static void open(Limits added) {
    synchronized (OPEN) {
      OPEN.add(added);
      limits = strictest();
    }
  }

  /** Takes limits off again, the same instance. */
  public static void close(Limits removed) {
    synchronized (OPEN) {
      OPEN.remove(removed); // Limits have no equality but identity
      limits = strictest();
    }
  }

  private static Limits strictest() {
    Limits strictest = NONE;
    for (Limits one : OPEN) {
      strictest = new Limits(
          Math.min(strictest.maxAttempts, one.maxAttempts), strictest.pauses && one.pauses);
    }
    return strictest;
  }

  /** Limits of one scope; each scope has its own, even where they are equal. */
  public static final class Limits {
    private final int maxAttempts;
    private final boolean pauses;

    /** Makes limits. */
    public Limits(int maxAttempts, boolean pauses) {
      this.maxAttempts = maxAttempts;
      this.pauses = pauses;
    }

    int maxAttempts() {
      return maxAttempts;
    }

    boolean pauses() {
      return pauses;
    }
  }
}
