package io.retrykit.async;

import io.retrykit.call.AttemptTimeoutException;
import java.io.Serial;
import java.time.Duration;

/** An attempt of a stream has sent nothing for too long, between elements that were asked for. */
public final class GapTimeoutException extends AttemptTimeoutException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final long delivered;

  /**
   * Makes the exception for one attempt.
   *
   * @param attempt which attempt, counted from 1
   * @param gap for how long it was allowed to send nothing
   * @param delivered how many elements the subscriber has got, from all attempts
   */
  public GapTimeoutException(int attempt, Duration gap, long delivered) {
    super(
        "attempt " + attempt + " sent nothing for " + gap + " after " + delivered + " elements",
        attempt,
        gap,
        null);
    this.delivered = delivered;
  }

  /** Returns how many elements the subscriber has got. */
  public long delivered() {
    return delivered;
  }
}
