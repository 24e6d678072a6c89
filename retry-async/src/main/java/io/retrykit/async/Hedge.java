package io.retrykit.async;

import io.retrykit.time.Nanos;
import java.time.Duration;

/**
 * When to make another attempt beside one that is slow, and take whichever is good first. For calls that may be made
 * twice, and a service that has room for it: each attempt beside another is paid for by the policy's budget, and is not
 * made where a guard would not grant it at once. Immutable; each {@code with} method returns a new value.
 *
 * <p>After the design of gRPC: <cite>gRFC A6, client retries</cite>, section on hedging.
 */
public final class Hedge {
  private final long delayNanos;
  private final double percentile; // 0 for a fixed delay
  private final int maxAttempts;
  private final int maxInFlight;

  private Hedge(long delayNanos, double percentile, int maxAttempts, int maxInFlight) {
    this.delayNanos = delayNanos;
    this.percentile = percentile;
    this.maxAttempts = maxAttempts;
    this.maxInFlight = maxInFlight;
  }

  /**
   * Returns: another attempt whenever none was good for this long since the last one began; at most 2 in all.
   *
   * @param delay zero or more; zero makes all attempts at once
   * @throws IllegalArgumentException if {@code delay} is negative
   */
  public static Hedge after(Duration delay) {
    return new Hedge(Nanos.of("delay", delay), 0, 2, Integer.MAX_VALUE);
  }

  /**
   * Returns: another attempt once it takes longer than most of the recent ones; at most 2 in all. What counts is how
   * long the first attempts of the last 128 calls that were good through one {@link AsyncRetry} took, those that were
   * overtaken as long as they were waited for. It is found out anew after every 16th.
   *
   * @param percentile more than 0 and less than 100; 95 makes about one call in twenty twice
   * @param atFirst the delay as long as fewer than 16 are known, zero or more
   * @throws IllegalArgumentException if one of them is out of range
   */
  public static Hedge atPercentile(double percentile, Duration atFirst) {
    if (!(percentile > 0 && percentile < 100)) {
      throw new IllegalArgumentException(
          "percentile must be more than 0 and less than 100, was " + percentile);
    }
    return new Hedge(Nanos.of("atFirst", atFirst), percentile, 2, Integer.MAX_VALUE);
  }

  /**
   * Returns: so many attempts in all, for each attempt of the policy.
   *
   * @param attempts 2 or more, the first included
   * @throws IllegalArgumentException if it is less
   */
  public Hedge withMaxAttempts(int attempts) {
    if (attempts < 2) {
      throw new IllegalArgumentException("attempts must be 2 or more, was " + attempts);
    }
    return new Hedge(delayNanos, percentile, attempts, maxInFlight);
  }

  /**
   * Returns: so many attempts at the same time; one that is due above that is made when one of them has failed.
   *
   * @param attempts 2 or more; above {@link #withMaxAttempts} it bounds nothing
   * @throws IllegalArgumentException if it is less
   */
  public Hedge withMaxInFlight(int attempts) {
    if (attempts < 2) {
      throw new IllegalArgumentException("attempts must be 2 or more, was " + attempts);
    }
    return new Hedge(delayNanos, percentile, maxAttempts, attempts);
  }

  /** Returns how many attempts there are in all, at most. */
  public int maxAttempts() {
    return maxAttempts;
  }

  /** Returns how many attempts there are at the same time, at most. */
  public int maxInFlight() {
    return Math.min(maxInFlight, maxAttempts);
  }

  /** Returns the delay where nothing is known yet, in nanoseconds. */
  long delayNanos() {
    return delayNanos;
  }

  /** Returns what share of the recent attempts is waited for, in percent; 0 for a fixed delay. */
  double percentile() {
    return percentile;
  }

  @Override
  public String toString() {
    String when = percentile == 0
        ? "after " + Nanos.text(delayNanos)
        : "at percentile " + percentile + ", at first after " + Nanos.text(delayNanos);
    return "hedge " + when + ", at most " + maxAttempts + " attempts, " + maxInFlight()
        + " in flight";
  }
}
