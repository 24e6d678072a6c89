package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import io.retrykit.time.Timebase;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Permits bought from a bucket some at a time and handed out one by one, so that the clock is read for each purchase and
 * not for each permit. The stock is less than {@code batch}, and the bucket's burst is the limiter's less the batch:
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
    // looked at before it is touched: an empty stock must not be driven ever further down
    if (permits == 1 && stock > 0 && (long) STOCK.getAndAdd(this, -1L) > 0) {
      return ONE;
    }
    return buy(key, permits, patienceNanos);
  }

  private Admission buy(String key, long permits, long patienceNanos) {
    long bought = permits == 1 ? bucket.takeBetween(1, batch) : 0;
    if (bought == 0) {
      return bucket.take(key, permits, patienceNanos);
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

  long available() {
    return Math.max(0, stock) + bucket.available();
  }
}
