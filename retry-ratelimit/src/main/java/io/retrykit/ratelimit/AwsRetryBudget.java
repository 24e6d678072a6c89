package io.retrykit.ratelimit;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The retry quota of the AWS SDKs. It starts full. A retry takes tokens, more or fewer by the kind of failure, and is
 * refused where there are not enough; nothing is taken in part. A call that succeeds after retries gives back what its
 * last one took, a call that needs none adds a little. There are never fewer than no tokens, nor more than the capacity.
 *
 * <p>Share one among all calls to one service: that is what keeps an outage from being answered with a storm. Safe for
 * use by many threads. The whole state is one atomic word of millionths of a token. Success on a full budget reads it and
 * writes nothing, a retry costs one compare-and-set. Only with a refill is a clock read.
 *
 * <p>Sources: the retry behaviour in the AWS SDKs and Tools Reference Guide, and the 2026 revision of the SDKs' standard mode;
 * refill and rewards are those of the token bucket of smithy-rs.
 */
public final class AwsRetryBudget implements RetryBudget {
  /** Digits after the point that a token keeps. */
  static final int DECIMALS = 6;

  private static final long TOKEN = 1_000_000;
  private static final VarHandle LEVEL = Fields.handle(MethodHandles.lookup(), "level", long.class);

  private final String name;
  private final long capacity;
  private final int transientCost;
  private final int throttlingCost;
  private final int timeoutCost;
  private final long successIncrement;
  private final @Nullable Refill refill;

  /** The tokens there are, less what has been refilled since the beginning: time passes without a write. */
  private volatile long level;

  AwsRetryBudget(AwsRetryBudgetBuilder from) {
    this.name = from.name;
    this.capacity = from.capacity * TOKEN;
    this.transientCost = from.transientCost;
    this.throttlingCost = from.throttlingCost;
    this.timeoutCost = from.timeoutCost;
    this.successIncrement = from.successIncrement;
    this.refill =
        from.refillPerSecond == 0 ? null : new Refill(from.refillPerSecond, from.timebase);
    this.level = capacity;
  }

  /**
   * Returns the quota of the standard mode: 500 tokens; a retry takes 5, after a timeout 10; a first attempt that
   * succeeds adds 1.
   */
  public static AwsRetryBudget standard() {
    return builder().build();
  }

  /**
   * Returns the quota of the standard mode as revised in 2026: 500 tokens; a retry takes 14, after throttling 5; a first
   * attempt that succeeds adds 1.
   */
  public static AwsRetryBudget standard2026() {
    return builder2026().build();
  }

  /** Returns a builder with the figures of {@link #standard}. */
  public static AwsRetryBudgetBuilder builder() {
    return new AwsRetryBudgetBuilder("aws-standard", 5, 10);
  }

  /** Returns a builder with the figures of {@link #standard2026}. */
  public static AwsRetryBudgetBuilder builder2026() {
    return new AwsRetryBudgetBuilder("aws-standard-2026", 14, 14);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Takes the throttling cost if the verdict is throttled, else the timeout cost if the failure or one of its causes is
   * a timeout, else the transient cost.
   *
   * @return the tokens taken
   */
  @Override
  public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    int cost = cost(outcome, verdict);
    return cost == 0 || take(cost * TOKEN) ? cost : REFUSED;
  }

  private int cost(Outcome outcome, Verdict verdict) {
    if (verdict.isThrottled()) {
      return throttlingCost;
    }
    if (timeoutCost == transientCost || !Timeouts.isTimeout(outcome.failure())) {
      return transientCost;
    }
    return timeoutCost;
  }

  private boolean take(long units) {
    for (; ; ) {
      long seen = level;
      // read after the level: an older reading would miss a refill that others have drawn on
      // already
      long refilled = refilled();
      long left = Math.min(capacity, seen + refilled) - units;
      if (left < 0) {
        return false;
      }
      if (LEVEL.compareAndSet(this, seen, left - refilled)) {
        return true;
      }
    }
  }

  private void put(long units) {
    for (; ; ) {
      long seen = level;
      long refilled = refilled();
      long tokens = seen + refilled;
      if (tokens >= capacity
          || LEVEL.compareAndSet(this, seen, Math.min(capacity, tokens + units) - refilled)) {
        return;
      }
    }
  }

  private long refilled() {
    return refill == null ? 0 : refill.sinceStart();
  }

  /** Gives back what was taken for a retry that is not made. */
  @Override
  public void returned(AdmissionRequest request, long taken) {
    giveBack(taken);
  }

  /** Gives back what the last retry took; adds the success increment if there was none, or if it took nothing. */
  @Override
  public void succeeded(AdmissionRequest request, long lastTaken) {
    if (lastTaken > 0) {
      giveBack(lastTaken);
    } else if (successIncrement > 0) {
      put(successIncrement);
    }
  }

  private void giveBack(long taken) {
    if (taken > 0) {
      put(Math.min(taken, capacity / TOKEN) * TOKEN);
    }
  }

  /** Returns the tokens there are, between zero and the capacity; with a refill or an increment, perhaps a fraction. */
  public double tokens() {
    return Math.max(0, Math.min(capacity, level + refilled())) / (double) TOKEN;
  }

  @Override
  public String toString() {
    return name + ": " + tokens() + " of " + capacity / TOKEN + " tokens";
  }
}
