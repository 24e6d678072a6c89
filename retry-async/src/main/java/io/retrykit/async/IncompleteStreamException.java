package io.retrykit.async;

import java.io.Serial;

/**
 * A stream has ended without what its end should have been: the connection was closed in the middle, say, and nobody
 * else noticed. Retried as any failure is that the policy selects; name it where the policy names what it retries.
 */
public final class IncompleteStreamException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final long delivered;

  /**
   * Makes the exception for one attempt.
   *
   * @param delivered how many elements the subscriber has got, from all attempts
   */
  public IncompleteStreamException(long delivered) {
    super("the stream ended after " + delivered + " elements without its last one");
    this.delivered = delivered;
  }

  /** Returns how many elements the subscriber has got. */
  public long delivered() {
    return delivered;
  }
}
