package io.retrykit.call;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An attempt was not made because a guard (circuit breaker, limiter, quota) held it back. Never retried. Its cause is
 * the last real failure of the call, if there was one; for a guard that broke, what the guard threw.
 */
public class AttemptRefusedException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final String guard;
  private final String reason;
  private final @Nullable Duration retryAfter;

  /**
   * Makes the exception for one refusal.
   *
   * @param guard the name of the guard that refused
   * @param reason why, in words
   * @param retryAfter when coming back makes sense, from now; null if the guard cannot tell
   * @param cause the last real failure, or null
   */
  public AttemptRefusedException(
      String guard, String reason, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message(guard, reason, retryAfter), cause);
    this.guard = guard;
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  private static String message(String guard, String reason, @Nullable Duration retryAfter) {
    String when = retryAfter == null ? "" : ", retry after " + retryAfter;
    return "attempt refused by " + guard + ": " + reason + when;
  }

  /** Returns the name of the guard that refused. */
  public String guard() {
    return guard;
  }

  /** Returns why it refused, in words. */
  public String reason() {
    return reason;
  }

  /** Returns when coming back makes sense, measured from the refusal; empty if the guard could not tell. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
