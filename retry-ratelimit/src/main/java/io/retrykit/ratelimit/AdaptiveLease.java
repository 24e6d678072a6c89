package io.retrykit.ratelimit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What one attempt costs, and at what rate it was drawn from the bucket; comes to one end. */
final class AdaptiveLease {
  private static final VarHandle ENDED =
      Fields.handle(MethodHandles.lookup(), "ended", boolean.class);

  final double cost;
  final double rate;

  @SuppressWarnings("UnusedVariable") // by its handle
  private volatile boolean ended;

  /**
   * Makes a lease.
   *
   * @param cost what the attempt costs
   * @param rate the fill rate it was drawn at; zero if it was not drawn, for nothing was limited yet
   */
  AdaptiveLease(double cost, double rate) {
    this.cost = cost;
    this.rate = rate;
  }

  /** Tells whether this is the first end. */
  boolean end() {
    return ENDED.compareAndSet(this, false, true);
  }
}
