package io.retrykit.ratelimit;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.time.Duration;
import java.util.Objects;

/**
 * Allows retries for a share of the calls of the last seconds, and a few each second whatever the traffic, so that a
 * quiet client can retry at all. A call counts when its first attempt has ended, and what it has brought, or a retry has
 * taken, is forgotten after {@code ttl}. Each call reads the clock once and takes a lock for a sum of eleven numbers; nothing
 * else is done under it. Safe for use by many threads and policies.
 *
 * <p>Source: the retry budget of Twitter's Finagle.
 */
public final class PercentageRetryBudget implements RetryBudget {
  private static final long DEPOSIT = 1_000;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final String name;
  private final Timebase timebase;
  private final long deposit;
  private final long cost;
  private final long reserve;
  private final SlidingSum sum;

  private PercentageRetryBudget(
      String name, double percent, double minRetriesPerSecond, Duration ttl, Timebase timebase) {
    this.name = name;
    this.timebase = timebase;
    this.deposit = percent == 0 ? 0 : DEPOSIT;
    this.cost = percent == 0 ? 1 : Math.max(1, (long) (DEPOSIT / percent));
    long nanos = Nanos.of("ttl", ttl);
    this.reserve = (long) (minRetriesPerSecond * (nanos / 1e9) * cost);
    this.sum = new SlidingSum(nanos, timebase.nanos());
  }

  /**
   * Returns a budget named {@code percentage} that forgets after 10 s; see
   * {@link #of(String, double, double, Duration, Timebase)}.
   */
  public static PercentageRetryBudget of(double percent, double minRetriesPerSecond) {
    return of(
        "percentage", percent, minRetriesPerSecond, Duration.ofSeconds(10), Timebase.system());
  }

  /**
   * Returns a budget.
   *
   * @param name for messages, events and logs
   * @param percent how many retries a call brings, as a fraction: 0.2 for one in five calls; 0 to 1000
   * @param minRetriesPerSecond how many there are whatever the traffic: 0 to 1,000,000
   * @param ttl how long a call or retry counts: 1 s to 60 s
   * @param timebase where time comes from
   * @throws IllegalArgumentException if one of them is not
   */
  public static PercentageRetryBudget of(
      String name, double percent, double minRetriesPerSecond, Duration ttl, Timebase timebase) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(timebase, "timebase");
    check("percent", percent, 1_000);
    check("minRetriesPerSecond", minRetriesPerSecond, 1_000_000);
    if (ttl == null || ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("ttl must be between 1s and 60s, was " + ttl);
    }
    return new PercentageRetryBudget(name, percent, minRetriesPerSecond, ttl, timebase);
  }

  private static void check(String name, double value, int most) {
    if (!(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(
          name + " must be between 0 and " + most + ", was " + value);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void failed(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    depositFor(request);
  }

  @Override
  public void succeeded(AdmissionRequest request, long lastTaken) {
    depositFor(request);
  }

  private void depositFor(AdmissionRequest request) {
    if (request.attempt() == 1 && deposit > 0) {
      sum.add(deposit, timebase.nanos());
    }
  }

  @Override
  public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    return sum.take(cost, reserve, timebase.nanos()) ? 1 : REFUSED;
  }

  @Override
  public void returned(AdmissionRequest request, long taken) {
    sum.add(taken * cost, timebase.nanos());
  }

  /** Returns how many retries could be made now. */
  public long balance() {
    return Math.max(0, (sum.sum(timebase.nanos()) + reserve) / cost);
  }

  @Override
  public String toString() {
    return name + ", " + balance() + " retries";
  }
}
