package io.retrykit.ratelimit;

import io.retrykit.time.Timebase;
import java.util.Objects;

/** Makes an {@link AwsRetryBudget}. Each setting is checked when it is given. Not safe for use by several threads. */
public final class AwsRetryBudgetBuilder {
  private static final int MOST = 1_000_000_000;

  String name;
  int transientCost;
  int timeoutCost;
  int throttlingCost = 5;
  int capacity = 500;
  long successIncrement;
  long refillPerSecond;
  Timebase timebase = Timebase.system();

  AwsRetryBudgetBuilder(String name, int transientCost, int timeoutCost) {
    this.name = name;
    this.transientCost = transientCost;
    this.timeoutCost = timeoutCost;
    successIncrement(1);
  }

  /** Sets the name for messages, events and logs. */
  public AwsRetryBudgetBuilder name(String newName) {
    this.name = Objects.requireNonNull(newName, "name");
    return this;
  }

  /**
   * Sets how many tokens there are at most, and in the beginning.
   *
   * @param tokens between 0 and 1,000,000,000; 0 refuses every retry that costs something
   */
  public AwsRetryBudgetBuilder capacity(int tokens) {
    this.capacity = check("capacity", tokens);
    return this;
  }

  /**
   * Sets what a retry takes after a failure that is neither throttling nor a timeout.
   *
   * @param tokens between 0 and 1,000,000,000; 0 never refuses
   */
  public AwsRetryBudgetBuilder transientCost(int tokens) {
    this.transientCost = check("transientCost", tokens);
    return this;
  }

  /**
   * Sets what a retry takes after throttling.
   *
   * @param tokens between 0 and 1,000,000,000; 0 never refuses
   */
  public AwsRetryBudgetBuilder throttlingCost(int tokens) {
    this.throttlingCost = check("throttlingCost", tokens);
    return this;
  }

  /**
   * Sets what a retry takes after a timeout, of the attempt or of the connection.
   *
   * @param tokens between 0 and 1,000,000,000; 0 never refuses
   */
  public AwsRetryBudgetBuilder timeoutCost(int tokens) {
    this.timeoutCost = check("timeoutCost", tokens);
    return this;
  }

  /**
   * Sets what a call adds that succeeds at the first attempt.
   *
   * @param tokens between 0 and 1,000,000,000, kept to six decimals
   */
  public AwsRetryBudgetBuilder successIncrement(double tokens) {
    this.successIncrement =
        FixedPoint.of("successIncrement", tokens, AwsRetryBudget.DECIMALS, 0, MOST);
    return this;
  }

  /**
   * Sets how many tokens come in by themselves in each second. With any, every use of the budget reads the clock.
   *
   * @param tokens between 0 and 1000, kept to six decimals; 0, the default, for none
   */
  public AwsRetryBudgetBuilder refillPerSecond(double tokens) {
    double most = Refill.MOST_PER_SECOND / 1e6;
    this.refillPerSecond =
        FixedPoint.of("refillPerSecond", tokens, AwsRetryBudget.DECIMALS, 0, most);
    return this;
  }

  /** Sets the clock of the refill. */
  public AwsRetryBudgetBuilder timebase(Timebase clock) {
    this.timebase = Objects.requireNonNull(clock, "timebase");
    return this;
  }

  private static int check(String argument, int tokens) {
    if (tokens < 0 || tokens > MOST) {
      throw new IllegalArgumentException(
          argument + " must be between 0 and " + MOST + ", was " + tokens);
    }
    return tokens;
  }

  /** Returns a full budget. */
  public AwsRetryBudget build() {
    return new AwsRetryBudget(this);
  }
}
