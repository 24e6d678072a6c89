package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import io.retrykit.time.Timebase;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Permits bought from a bucket some at a time and handed out as they are asked for, so that the clock is read for each
 * purchase and not for each permit. What has to be waited for comes from the bucket alone. The stock is less than
 * {@code batch}, and the bucket's burst is the limiter's less the batch: what is taken over any stretch of time is at most
 * the stock at its beginning and what the bucket sells in it, and so no more than rate x time + burst, as without a stock.
 *
 * <p>A fetch-and-add that finds nothing leaves the word below zero, which is as empty as zero; only a purchase sets it
 * again, and only over an empty one. So no permit is handed out twice, and none is lost. Not a bucket's owner but a
 * bucket itself, to spare an object each.
 */
final class PrepaidStore extends GcraStore {
  private static final Admission ONE = Admission.granted(1L);
  private static final VarHandle STOCK = Fields.handle(MethodHandles.lookup(), "stock", int.class);

  private final int batch;
  private volatile int stock;

  PrepaidStore(Rate rate, long burst, int batch, long maxWaitNanos, Timebase timebase) {
    super(rate, burst - batch, maxWaitNanos, timebase);
    this.batch = batch;
  }

  @Override
  public Admission take(String key, long permits, long patienceNanos) {
    if (permits != 1) {
      return takeTogether(permits) ? granted(permits) : super.take(key, permits, patienceNanos);
    }
    // looked at before it is touched: an empty stock must not be driven ever further down
    if (stock > 0 && (int) STOCK.getAndAdd(this, -1) > 0) {
      return ONE;
    }
    return buy(key, patienceNanos);
  }

  /** Takes several permits, of the stock and what it is short of from the bucket, if they are there. */
  private boolean takeTogether(long permits) {
    if (permits == 0 || permits > burst()) {
      return false;
    }
    for (int there = stock; there > 0; there = stock) {
      long rest = Math.max(0, permits - there);
      if (rest > 0 && takeBetween(rest, rest) == 0) {
        return false;
      }
      if (STOCK.compareAndSet(this, there, (int) (there + rest - permits))) {
        return true;
      }
      if (rest > 0) {
        credit(rest); // somebody else was faster
      }
    }
    return false;
  }

  private Admission buy(String key, long patienceNanos) {
    long bought = takeBetween(1, batch);
    if (bought == 0) {
      return super.take(key, 1, patienceNanos);
    }
    if (bought > 1) {
      int empty = stock;
      if (empty > 0 || !STOCK.compareAndSet(this, empty, (int) bought - 1)) {
        credit(bought - 1); // somebody else was faster
      }
    }
    return ONE;
  }

  /** Returns how many permits there are; as many of them as the bucket holds at the most can be taken in one piece. */
  @Override
  long available() {
    return Math.max(0, stock) + super.available();
  }
}
