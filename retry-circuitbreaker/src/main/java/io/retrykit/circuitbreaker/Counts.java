package io.retrykit.circuitbreaker;

/**
 * How calls have ended: a snapshot. Immutable.
 *
 * @param calls how many
 * @param failed how many of them failed
 * @param slow how many of them were slow, failed or not
 * @param overdue how many are still under way and slow already; not among {@code calls}
 */
record Counts(long calls, long failed, long slow, long overdue) {
  static final Counts NONE = new Counts(0, 0, 0, 0);
}
