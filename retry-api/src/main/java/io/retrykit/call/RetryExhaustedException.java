package io.retrykit.call;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The last attempt returned a result that the policy does not accept, and the policy asks for an exception in that
 * case ({@code throwOnExhaustedResult}). A call whose last attempt threw ends with that exception itself, never this.
 */
public final class RetryExhaustedException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final String policy;
  private final int attempts;
  private final transient @Nullable Object result;

  /**
   * Makes the exception.
   *
   * @param policy the name of the policy
   * @param attempts how many attempts were made
   * @param result the last unacceptable result
   */
  public RetryExhaustedException(String policy, int attempts, @Nullable Object result) {
    super(policy + ": no acceptable result after " + attempts
        + (attempts == 1 ? " attempt" : " attempts"));
    this.policy = policy;
    this.attempts = attempts;
    this.result = result;
  }

  /** Returns the name of the policy that gave up. */
  public String policy() {
    return policy;
  }

  /** Returns how many attempts were made. */
  public int attempts() {
    return attempts;
  }

  /** Returns the last unacceptable result, owned by the catcher; null also after deserialisation. */
  public @Nullable Object result() {
    return result;
  }
}
