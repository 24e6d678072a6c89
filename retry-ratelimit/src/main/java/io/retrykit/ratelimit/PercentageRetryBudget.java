package io.retrykit.ratelimit;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import io.retrykit.time.Timebase;
import java.time.Duration;
import java.util.Objects;

/**
 * Retries as a share of calls: each call pays in when its first attempt has ended, whichever way, each retry takes out what
 * several calls have paid, and both are forgotten after a while. A reserve allows some retries each second even where
 * there are hardly any calls. The budget of Finagle.
 *
 * <p>A call pays in 1000; a retry takes {@code (long) (1000 / share)}, so a share of 0.2 allows one retry for five calls.
 * With a share of 0 there is the reserve alone: {@code minRetriesPerSecond} times the seconds of {@code ttl}, in retries
 * that nobody has to pay for. Payments are forgotten in tenths of {@code ttl}, withdrawals too.
 *
 * <p>Safe for use by many threads, without locks. Every call reads the clock once, when its first attempt has ended, and every
 * retry once: the price of forgetting. Where that is too much, {@link AwsRetryBudget} needs no clock.
 *
 * <p>Source: Finagle's {@code RetryBudget}, {@code com.twitter:finagle-core_2.13:24.2.0}.
 */
public final class PercentageRetryBudget implements RetryBudget {
  private static final long PAYMENT = 1_000;
  private static final double LEAST_SHARE = 0.000_001;
  private static final double MOST_SHARE = 1_000;
  private static final int MOST_PER_SECOND = 1_000_000;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final String name;
  private final long payment;
  private final long cost;
  private final WindowedSum sum;

  private PercentageRetryBudget(String name, long payment, long cost, WindowedSum sum) {
    this.name = name;
    this.payment = payment;
    this.cost = cost;
    this.sum = sum;
  }

  /** Returns Finagle's own choice: one retry for five calls, ten a second in any case, forgotten after ten seconds. */
  public static PercentageRetryBudget standard() {
    return of("percentage", 0.2, 10, Duration.ofSeconds(10));
  }

  /**
   * Makes a budget that reads the machine's time.
   *
   * @param name for messages, events and logs
   * @param share how many retries there may be for each call: 0, or between 0.000001 and 1000; 0.2 is twenty percent
   * @param minRetriesPerSecond how many retries there may be each second in any case: between 0 and 1,000,000
   * @param ttl how long calls and retries count: between one and sixty seconds
   * @throws IllegalArgumentException if something is out of its range
   */
  public static PercentageRetryBudget of(
      String name, double share, int minRetriesPerSecond, Duration ttl) {
    return of(name, share, minRetriesPerSecond, ttl, Timebase.system());
  }

  /** Makes a budget as {@link #of(String, double, int, Duration)} does, with another clock. */
  public static PercentageRetryBudget of(
      String name, double share, int minRetriesPerSecond, Duration ttl, Timebase timebase) {
    Objects.requireNonNull(name, "name");
    if (share != 0 && !(share >= LEAST_SHARE && share <= MOST_SHARE)) {
      throw new IllegalArgumentException(
          "share must be 0, or between 0.000001 and 1000, was " + share);
    }
    if (minRetriesPerSecond < 0 || minRetriesPerSecond > MOST_PER_SECOND) {
      throw new IllegalArgumentException("minRetriesPerSecond must be between 0 and "
          + MOST_PER_SECOND + ", was " + minRetriesPerSecond);
    }
    if (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("ttl must be between 1s and 60s, was " + ttl);
    }
    long cost = share == 0 ? 1 : (long) (PAYMENT / share);
    long reserved = minRetriesPerSecond * ttl.toMillis() / 1_000;
    WindowedSum sum = new WindowedSum(ttl.toNanos(), reserved * cost, timebase);
    return new PercentageRetryBudget(name, share == 0 ? 0 : PAYMENT, cost, sum);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void failed(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    payFor(request);
  }

  @Override
  public void succeeded(AdmissionRequest request, long lastTaken) {
    payFor(request);
  }

  private void payFor(AdmissionRequest request) {
    if (request.attempt() == 1) {
      sum.add(payment);
    }
  }

  /**
   * Takes the cost of a retry, if there is as much.
   *
   * @return the cost, where a call pays 1000
   */
  @Override
  public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    return sum.tryTake(cost) ? cost : REFUSED;
  }

  /** Pays back what was taken for a retry that is not made. */
  @Override
  public void returned(AdmissionRequest request, long taken) {
    if (taken > 0) {
      sum.putBack(taken);
    }
  }

  /**
   * Returns how many retries there may be right now. Below zero if payments have been forgotten, and the retries made of
   * them not yet.
   */
  public long balance() {
    return sum.sum() / cost;
  }

  @Override
  public String toString() {
    return name + ": " + balance() + " retries left";
  }
}
