package io.retrykit.circuitbreaker;

/** What a grant is given back with. The states that calls go through share one lease among all their calls. */
abstract class Lease {
  /** Returns the breaker that granted it. */
  abstract CircuitBreaker breaker();

  /**
   * The call succeeded.
   *
   * @param nanos how long it took; {@link io.retrykit.guard.Admission#UNKNOWN} if nobody looked
   */
  abstract void succeeded(long nanos);

  /** The call failed; as for {@link #succeeded}. */
  abstract void failed(long nanos);

  /** The call was neither a success nor a failure. */
  abstract void neither();
}
