package io.retrykit.ratelimit;

/**
 * The rate as a function of the time since the last throttle: reduced to {@code beta} of what it was, steep at first, flat
 * around the old rate, then steep again to look for more. Immutable.
 *
 * <p>Source: CUBIC, RFC 9438, as the AWS SDKs' adaptive mode applies it to send rates:
 * {@code scale * (t - K)^3 + maximum} with {@code K = cbrt(maximum * (1 - beta) / scale)}.
 *
 * @param maximum the rate at which the last throttle came
 * @param throttledAt when it came, in seconds
 */
record CubicCurve(double maximum, double throttledAt) {
  /** Returns how many seconds after a throttle the old rate is reached again. */
  double timeWindow(CubicSettings settings) {
    return Math.cbrt(maximum * (1 - settings.beta()) / settings.scale());
  }

  /** Returns the rate that a success allows for. */
  double grown(CubicSettings settings, double now) {
    double past = now - throttledAt - timeWindow(settings);
    return settings.scale() * past * past * past + maximum;
  }

  /** Returns the rate right after the throttle. */
  double reduced(CubicSettings settings) {
    return maximum * settings.beta();
  }

  /** Returns this curve, moved to a clock that has stepped back behind the throttle. */
  CubicCurve notAfter(double now) {
    return throttledAt <= now ? this : new CubicCurve(maximum, now);
  }
}
