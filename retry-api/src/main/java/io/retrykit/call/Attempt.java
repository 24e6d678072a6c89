package io.retrykit.call;

import java.time.Duration;
import java.util.Optional;

/** One attempt of a call, as the operation sees it. Safe to read from any thread while the attempt runs. */
public interface Attempt {
  /** Returns which attempt of the call this is, counted from 1; each of those made beside each other has its own number. */
  int number();

  /**
   * Returns how many attempts there are at most, the first included: as many as the policy allows, times as many as are made
   * beside each other. {@link Integer#MAX_VALUE} if there is no limit.
   */
  int max();

  /**
   * Returns the id of the whole call: the same on every attempt, different for every call, so that it can serve as an
   * idempotency key. Made when first asked for.
   */
  String operationId();

  /**
   * Returns how long this attempt may still take, the smaller of what is left of the attempt timeout and of the call's
   * maximum duration: zero once it is over, empty if neither is set.
   */
  Optional<Duration> timeLeft();

  /**
   * Tells whether nobody waits for this attempt any more: it timed out or the call was cancelled. A long operation may
   * look at it now and then and stop.
   */
  boolean cancelled();
}
