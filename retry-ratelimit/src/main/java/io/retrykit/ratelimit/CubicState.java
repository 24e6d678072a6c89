package io.retrykit.ratelimit;

/**
 * The whole state of an {@link AdaptiveRateLimiter}. Immutable: pure functions of state, moment and event. Moments are
 * seconds on a clock of any origin.
 *
 * @param limiting whether there has been a throttle
 * @param clock the rate measured
 * @param curve the rate allowed
 * @param bucket what may be sent
 */
record CubicState(boolean limiting, RateClock clock, CubicCurve curve, SendBucket bucket) {
  static CubicState startingAt(CubicSettings settings, double now) {
    return new CubicState(
        false,
        RateClock.startingAt(settings, now),
        new CubicCurve(0, now),
        SendBucket.startingAt(settings, now));
  }

  /**
   * Returns the state after a response.
   *
   * @param throttled whether the server throttled
   * @param amount what the request cost
   */
  CubicState responded(CubicSettings settings, double now, boolean throttled, double amount) {
    RateClock measured = clock.recorded(settings, now, amount);
    CubicCurve next =
        throttled ? new CubicCurve(throttledRate(measured.rate()), now) : curve.notAfter(now);
    double rate = throttled ? next.reduced(settings) : next.grown(settings, now);
    double bounded = settings.bounded(rate, measured.rate());
    return new CubicState(
        limiting || throttled, measured, next, bucket.filled(now).withRate(settings, bounded));
  }

  private double throttledRate(double measured) {
    return limiting ? Math.min(measured, bucket.fillRate()) : measured;
  }

  /** Returns this state with another bucket. */
  CubicState with(SendBucket other) {
    return new CubicState(limiting, clock, curve, other);
  }
}
