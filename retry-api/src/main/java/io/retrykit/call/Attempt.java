package io.retrykit.call;

import java.time.Duration;
import java.util.Optional;

/** One attempt of a call, as the operation sees it. Safe to read from any thread while the attempt runs. */
public interface Attempt {
  /** Returns which attempt this is, counted from 1. */
  int number();

  /** Returns how many attempts the policy allows, the first included; {@link Integer#MAX_VALUE} if it sets no limit. */
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
