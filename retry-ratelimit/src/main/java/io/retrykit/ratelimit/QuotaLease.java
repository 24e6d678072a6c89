package io.retrykit.ratelimit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt has drawn from a {@link Quota}. Each dimension is settled once: whoever claims it first may correct
 * it, everybody after that does nothing.
 */
final class QuotaLease {
  private static final VarHandle OPEN = Fields.handle(MethodHandles.lookup(), "open", int.class);

  private final long[] amounts;

  @SuppressWarnings("UnusedVariable") // read by its handle
  private volatile int open; // a bit for each dimension that is not settled

  @Nullable
  Promise promise; // guarded by the ledger's lock

  /** Makes a lease of what is drawn from each dimension. */
  QuotaLease(long[] amounts) {
    this.amounts = amounts;
    this.open = (1 << amounts.length) - 1;
  }

  /** Claims one dimension; tells whether it was open. */
  boolean claim(int i) {
    return holds((int) OPEN.getAndBitwiseAnd(this, ~(1 << i)), i);
  }

  /** Claims what is still open; returns a bit for each dimension claimed. */
  int claimAll() {
    return (int) OPEN.getAndSet(this, 0);
  }

  static boolean holds(int claimed, int i) {
    return (claimed & 1 << i) != 0;
  }

  /** Returns what it was promised, if its moment has not come. */
  @Nullable
  Promise promiseAhead(long now) {
    Promise mine = promise;
    return mine != null && mine.standing && mine.isAhead(now) ? mine : null;
  }

  long amount(int i) {
    return amounts[i];
  }

  /** Returns the ticks to add for what one dimension has really drawn. */
  long correction(Dimension[] dimensions, int i, long actual) {
    return dimensions[i].correction(amounts[i], actual);
  }
}
