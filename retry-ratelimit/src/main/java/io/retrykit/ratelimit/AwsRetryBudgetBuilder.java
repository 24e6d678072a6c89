package io.retrykit.ratelimit;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import java.util.Objects;

/** Makes an {@link AwsRetryBudget}. For one thread; the order of the calls does not matter. */
public final class AwsRetryBudgetBuilder {
  static final long MILLIS_PER_TOKEN = 1_000;
  private static final long MOST = 1_000_000_000;

  private String name = "aws-standard";
  private long capacity = 500;
  private long transientCost = 5;
  private long throttlingCost = 5;
  private long timeoutCost = 10;
  private long incrementMillis = MILLIS_PER_TOKEN;

  AwsRetryBudgetBuilder() {}

  /** Sets the name for messages, events and logs; {@code aws-standard} if not set. */
  public AwsRetryBudgetBuilder name(String name) {
    this.name = Objects.requireNonNull(name, "name");
    return this;
  }

  /** Sets how many tokens there are at first and at most: 0 to 1,000,000,000; 500 if not set. */
  public AwsRetryBudgetBuilder capacity(long capacity) {
    this.capacity = checked("capacity", capacity);
    return this;
  }

  /** Sets what a retry after a transient failure costs: 0 to 1,000,000,000; 5 if not set. */
  public AwsRetryBudgetBuilder transientCost(long transientCost) {
    this.transientCost = checked("transientCost", transientCost);
    return this;
  }

  /** Sets what a retry after a throttled failure costs: 0 to 1,000,000,000; 5 if not set. */
  public AwsRetryBudgetBuilder throttlingCost(long throttlingCost) {
    this.throttlingCost = checked("throttlingCost", throttlingCost);
    return this;
  }

  /** Sets what a retry after a timeout costs: 0 to 1,000,000,000; 10 if not set. */
  public AwsRetryBudgetBuilder timeoutCost(long timeoutCost) {
    this.timeoutCost = checked("timeoutCost", timeoutCost);
    return this;
  }

  /**
   * Sets what a success without a retry adds: 0 to 1,000,000,000, kept to three decimals; 1 if not set.
   *
   * @throws IllegalArgumentException if it is none of these, or not a number
   */
  public AwsRetryBudgetBuilder successIncrement(double successIncrement) {
    if (!(successIncrement >= 0 && successIncrement <= MOST)) {
      throw new IllegalArgumentException(
          "successIncrement must be between 0 and " + MOST + ", was " + successIncrement);
    }
    this.incrementMillis = Thousandths.of(successIncrement);
    return this;
  }

  private static long checked(String name, long value) {
    if (value < 0 || value > MOST) {
      throw new IllegalArgumentException(
          name + " must be between 0 and " + MOST + ", was " + value);
    }
    return value;
  }

  /** Returns a budget, full. */
  public AwsRetryBudget build() {
    return new AwsRetryBudget(
        new Settings(name, capacity, transientCost, throttlingCost, timeoutCost, incrementMillis));
  }

  /** What a budget goes by. */
  record Settings(
      String name,
      long capacity,
      long transientCost,
      long throttlingCost,
      long timeoutCost,
      long incrementMillis) {
    long capacityMillis() {
      return capacity * MILLIS_PER_TOKEN;
    }

    long cost(Outcome outcome, Verdict verdict) {
      if (verdict.isThrottled()) {
        return throttlingCost;
      }
      // told apart only where it makes a difference
      boolean timeout = transientCost != timeoutCost && Timeouts.isTimeout(outcome.failure());
      return timeout ? timeoutCost : transientCost;
    }
  }
}
