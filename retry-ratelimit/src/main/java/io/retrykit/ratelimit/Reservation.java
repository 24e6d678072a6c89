package io.retrykit.ratelimit;

/**
 * What has been drawn from a {@link Quota} for one call made without the retry engine. Settle it when the call has ended
 * and its true figures are known, or release it when the call is not made after all. One that is forgotten stands as it
 * was estimated; nothing leaks, so there is nothing to close. Safe for use by many threads; each dimension is settled or
 * released once, whoever comes first.
 */
public final class Reservation {
  private final Quota quota;
  private final QuotaLease lease;

  Reservation(Quota quota, QuotaLease lease) {
    this.quota = quota;
    this.lease = lease;
  }

  /**
   * Puts the true figure in place of the estimate: less is refunded, more becomes a debt, as {@link Quota} says.
   *
   * @param dimension its name
   * @param actual what the call has really drawn, zero or more
   * @return whether this call decided; false if the dimension was settled or released before
   * @throws IllegalArgumentException if there is no such dimension, or {@code actual} is negative
   */
  public boolean settle(String dimension, long actual) {
    return quota.settle(lease, dimension, actual);
  }

  /**
   * Gives back in full what has not been settled.
   *
   * @return whether there was anything left to give back
   */
  public boolean release() {
    return quota.release(lease);
  }

  @Override
  public String toString() {
    return "reservation of " + quota.name();
  }
}
