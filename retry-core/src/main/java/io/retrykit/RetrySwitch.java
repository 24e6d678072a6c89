package io.retrykit;

import io.retrykit.loop.Switch;

/**
 * Turns retrying down for the whole process, in tests and in incidents. Limits hold until their scope is closed; scopes
 * may be closed in any order, and while several are open the strictest hold. A call under way obeys from its next
 * failure on. Safe for use by many threads.
 *
 * <pre>{@code
 * try (RetrySwitch.Scope off = RetrySwitch.off()) {
 *   ...                                    // every call makes one attempt
 * }
 * }</pre>
 */
public final class RetrySwitch {
  private RetrySwitch() {}

  /** Turns retrying off: every call makes one attempt. */
  public static Scope off() {
    return capped(1);
  }

  /**
   * Lets no call make more attempts than this, those made beside each other included; a policy that allows fewer keeps its own number.
   *
   * @param maxAttempts 1 or more
   * @throws IllegalArgumentException if it is less
   */
  public static Scope capped(int maxAttempts) {
    return open(maxAttempts, true);
  }

  /** Drops every pause between attempts. */
  public static Scope withoutPauses() {
    return open(Integer.MAX_VALUE, false);
  }

  /**
   * Caps attempts and drops pauses.
   *
   * @param maxAttempts 1 or more
   * @throws IllegalArgumentException if it is less
   */
  public static Scope cappedWithoutPauses(int maxAttempts) {
    return open(maxAttempts, false);
  }

  private static Scope open(int maxAttempts, boolean pauses) {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be 1 or more, was " + maxAttempts);
    }
    Switch.Limits limits = new Switch.Limits(maxAttempts, pauses);
    Switch.open(limits);
    return () -> Switch.close(limits);
  }

  /** Limits that are on until this is closed. */
  @FunctionalInterface
  public interface Scope extends AutoCloseable {
    /** Takes the limits off again; closing once more does nothing. */
    @Override
    void close();
  }
}
