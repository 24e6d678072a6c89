package io.retrykit.call;

import io.retrykit.time.Nanos;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One attempt took longer than the policy's {@code attemptTimeout}, or, if it did not block, than what was left of its
 * {@code maxDuration}. Retried like a transient failure, unless the
 * policy aborts on it. Its cause is what the operation threw after it was interrupted.
 *
 * <p>On the calling thread an attempt is stopped by interrupting it. Code that ignores interrupts runs on: the AWS
 * SDK's synchronous clients do, so set {@code apiCallAttemptTimeout} on the client as well.
 */
public class AttemptTimeoutException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final int attempt;
  private final Duration timeout;

  /**
   * Makes the exception for one attempt.
   *
   * @param attempt which attempt, counted from 1
   * @param timeout how long it was allowed to take
   * @param cause what the operation threw after it was interrupted, or null if it never came back
   */
  public AttemptTimeoutException(int attempt, Duration timeout, @Nullable Throwable cause) {
    this(
        "attempt " + attempt + " took longer than " + Nanos.text(Nanos.of("timeout", timeout)),
        attempt,
        timeout,
        cause);
  }

  /** Makes one that says in its own words what took too long. */
  protected AttemptTimeoutException(
      String message, int attempt, Duration timeout, @Nullable Throwable cause) {
    super(message, cause);
    this.attempt = attempt;
    this.timeout = timeout;
  }

  /** Returns which attempt timed out, counted from 1. */
  public final int attempt() {
    return attempt;
  }

  /** Returns how long the attempt was allowed to take. */
  public final Duration timeout() {
    return timeout;
  }
}
