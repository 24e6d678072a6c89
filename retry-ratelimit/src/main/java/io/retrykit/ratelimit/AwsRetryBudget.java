package io.retrykit.ratelimit;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The retry quota of the AWS SDKs: a bucket of tokens that retries are paid from. A retry costs more after some failures
 * than after others, and is not made if the tokens do not suffice; nothing is spent in part. A success gives back what
 * the last retry of its call has cost, or adds a small increment where there was none. Never below zero, never above the
 * capacity. A success beside a full bucket writes nothing. Safe for use by many threads and policies.
 *
 * <p>Source: AWS SDKs and Tools Reference Guide, <cite>Retry behavior</cite>, standard mode.
 */
public final class AwsRetryBudget implements RetryBudget {
  private static final VarHandle MILLIS;

  static {
    try {
      MILLIS = MethodHandles.lookup().findVarHandle(AwsRetryBudget.class, "millis", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private final AwsRetryBudgetBuilder.Settings settings;
  private volatile long millis; // thousandths of a token

  AwsRetryBudget(AwsRetryBudgetBuilder.Settings settings) {
    this.settings = settings;
    this.millis = settings.capacityMillis();
  }

  /** Returns a budget of the standard mode: 500 tokens; a retry costs 5, after a timeout 10. */
  public static AwsRetryBudget standard() {
    return builder().build();
  }

  /** Returns a budget by the rules of 2026: 500 tokens; a retry costs 14, after throttling 5. */
  public static AwsRetryBudget standard2026() {
    return builder().name("aws-standard-2026").transientCost(14).timeoutCost(14).build();
  }

  /** Returns a builder with the constants of {@link #standard()}. */
  public static AwsRetryBudgetBuilder builder() {
    return new AwsRetryBudgetBuilder();
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    long cost = settings.cost(outcome, verdict);
    long price = cost * AwsRetryBudgetBuilder.MILLIS_PER_TOKEN;
    for (long now = millis; now >= price; now = millis) {
      if (price == 0 || MILLIS.compareAndSet(this, now, now - price)) {
        return cost;
      }
    }
    return REFUSED;
  }

  @Override
  public void returned(AdmissionRequest request, long taken) {
    add(taken * AwsRetryBudgetBuilder.MILLIS_PER_TOKEN);
  }

  @Override
  public void succeeded(AdmissionRequest request, long lastTaken) {
    add(
        lastTaken == 0
            ? settings.incrementMillis()
            : lastTaken * AwsRetryBudgetBuilder.MILLIS_PER_TOKEN);
  }

  private void add(long amount) {
    long most = settings.capacityMillis();
    for (long now = millis; now < most; now = millis) {
      if (MILLIS.compareAndSet(this, now, Math.min(most, now + amount))) {
        return;
      }
    }
  }

  /** Returns how many whole tokens there are. */
  public long tokens() {
    return millis / AwsRetryBudgetBuilder.MILLIS_PER_TOKEN;
  }

  @Override
  public String toString() {
    return settings.name() + ", " + tokens() + " tokens of " + settings.capacity();
  }
}
