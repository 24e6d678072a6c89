package io.retrykit.backoff;

import io.retrykit.time.Nanos;
import java.time.Duration;

/**
 * How a pause is spread, so that clients which failed together do not come back together: a range around the pause
 * {@code d} that one number is drawn from, uniformly. Immutable.
 *
 * <p>The range is cut off at the backoff's cap before the draw. (Drawing first and clamping afterwards would gather the
 * clients on the cap exactly when an outage is long.)
 */
public sealed interface Jitter
    permits NoJitter, FactorJitter, AmountJitter, DecorrelatedJitter, UncutJitter {
  /**
   * Returns the shortest pause, before any cut.
   *
   * @param baseNanos the pause to spread
   * @param previousNanos the pause before; the first one if there was none
   * @param firstNanos the first pause of the backoff, unspread
   */
  long lowNanos(long baseNanos, long previousNanos, long firstNanos);

  /** Returns the longest pause, before any cut; arguments as for {@link #lowNanos}. */
  long highNanos(long baseNanos, long previousNanos, long firstNanos);

  /** Tells whether the range ends at the backoff's cap. */
  default boolean cut() {
    return true;
  }

  /**
   * Checks that the range fits under a backoff.
   *
   * @param firstNanos its first pause
   * @throws IllegalArgumentException if the range reaches further down than that pause is long
   */
  default void check(long firstNanos) {}

  /** Returns this jitter without the cut: pauses may then exceed the backoff's cap. Decorrelated jitter stays cut. */
  default Jitter uncut() {
    return new UncutJitter(this);
  }

  /** No spread: every client pauses equally long. */
  static Jitter none() {
    return NoJitter.NONE;
  }

  /** The default: {@code [0.5 d, 1.5 d)}. The mean stays {@code d}, as long as nothing is cut off. */
  static Jitter proportional() {
    return FactorJitter.PROPORTIONAL;
  }

  /**
   * Proportional to both sides: {@code [(1 - spread) d, (1 + spread) d)}.
   *
   * @param spread between 0 and 1
   * @throws IllegalArgumentException if it is not
   */
  static Jitter proportional(double spread) {
    Check.that(spread >= 0 && spread <= 1, "spread must be between 0 and 1, was ", spread);
    return new FactorJitter("proportional jitter", 1 - spread, 1 + spread);
  }

  /** The literal formula, capped pause times {@code [0.5, 1.5)} with no cut: up to one and a half times the cap. */
  static Jitter proportionalUncut() {
    return proportional().uncut();
  }

  /**
   * A factor drawn from a range: {@code [low d, high d)}.
   *
   * @param low zero or more
   * @param high finite, not below {@code low}
   * @throws IllegalArgumentException if they are not
   */
  static Jitter factor(double low, double high) {
    Check.that(high < Double.POSITIVE_INFINITY, "high must be finite, was ", high);
    Check.that(low >= 0 && low <= high, "low must be between 0 and high (" + high + "), was ", low);
    return new FactorJitter("jitter", low, high);
  }

  /**
   * Full jitter: {@code [0, d)}. Spreads most, and has the least work at the server.
   *
   * <p>Source: M. Brooker, <cite>Exponential Backoff and Jitter</cite>, AWS Architecture Blog, 2015; likewise
   * {@link #equal()} and {@link #decorrelated()}.
   */
  static Jitter full() {
    return FactorJitter.FULL;
  }

  /** Equal jitter: {@code [d / 2, d)}. Never less than half the pause. */
  static Jitter equal() {
    return FactorJitter.EQUAL;
  }

  /** Decorrelated jitter: {@code [first, 3 x previous)}. Depends on the pause before, not on the number of failures. */
  static Jitter decorrelated() {
    return DecorrelatedJitter.DECORRELATED;
  }

  /**
   * Additive jitter: {@code [d, d + most)}.
   *
   * @param most zero or more
   * @throws IllegalArgumentException if it is negative
   */
  static Jitter additive(Duration most) {
    return new AmountJitter(0, Nanos.of("most", most));
  }

  /**
   * Jitter of a fixed width: {@code [d - below, d + above)}, never below zero.
   *
   * @param below zero or more, and no more than the first pause of the backoff it is used with
   * @param above zero or more
   * @throws IllegalArgumentException if one is negative
   */
  static Jitter ranged(Duration below, Duration above) {
    return new AmountJitter(Nanos.of("below", below), Nanos.of("above", above));
  }
}
