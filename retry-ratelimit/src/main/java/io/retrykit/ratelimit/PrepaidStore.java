package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import io.retrykit.time.Timebase;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Permits bought from a bucket some at a time and handed out as they are asked for, so that the clock is read for each
 * purchase and not for each permit. What has to be waited for comes from the bucket alone. The stock is less than {@code batch}, and the bucket's burst is the limiter's less the batch:
 * what is taken over any stretch of time is at most the stock at its beginning and what the bucket sells in it, and so
 * no more than rate x time + burst, as without a stock.
 *
 * <p>A fetch-and-add that finds nothing leaves the word below zero, which is as empty as zero; only a purchase sets it
 * again, and only over an empty one. So no permit is handed out twice, and none is lost.
 */
final class PrepaidStore implements PermitStore {
  private static final Admission ONE = Admission.granted(1L);
  private static final VarHandle STOCK = Fields.handle(MethodHandles.lookup(), "stock", long.class);

  private final GcraStore bucket;
  private final long batch;
  private volatile long stock;

  PrepaidStore(Rate rate, long burst, long batch, long maxWaitNanos, Timebase timebase) {
    this.bucket = new GcraStore(rate, burst - batch, maxWaitNanos, timebase);
    this.batch = batch;
  }

  @Override
  public Admission take(String key, long permits, long patienceNanos) {
    if (permits != 1) {
      return takeTogether(permits)
          ? bucket.granted(permits)
          : bucket.take(key, permits, patienceNanos);
    }
    // looked at before it is touched: an empty stock must not be driven ever further down
    if (stock > 0 && (long) STOCK.getAndAdd(this, -1L) > 0) {
      return ONE;
    }
    return buy(key, patienceNanos);
  }

  /** Takes several permits, of the stock and what it is short of from the bucket, if they are there. */
  private boolean takeTogether(long permits) {
    if (permits == 0 || permits > bucket.burst()) {
      return false;
    }
    for (long there = stock; there > 0; there = stock) {
      long rest = Math.max(0, permits - there);
      if (rest > 0 && bucket.takeBetween(rest, rest) == 0) {
        return false;
      }
      if (STOCK.compareAndSet(this, there, there + rest - permits)) {
        return true;
      }
      if (rest > 0) {
        bucket.credit(rest); // somebody else was faster
      }
    }
    return false;
  }

  private Admission buy(String key, long patienceNanos) {
    long bought = bucket.takeBetween(1, batch);
    if (bought == 0) {
      return bucket.take(key, 1, patienceNanos);
    }
    if (bought > 1) {
      long empty = stock;
      if (empty > 0 || !STOCK.compareAndSet(this, empty, bought - 1)) {
        bucket.credit(bought - 1); // somebody else was faster
      }
    }
    return ONE;
  }

  @Override
  public void giveBack(String key, @Nullable Object lease) {
    bucket.giveBack(key, lease);
  }

  /** Returns how many permits there are; as many of them as the bucket holds at the most can be taken in one piece. */
  long available() {
    return Math.max(0, stock) + bucket.available();
  }
}
