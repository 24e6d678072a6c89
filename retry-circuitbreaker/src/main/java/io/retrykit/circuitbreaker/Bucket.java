package io.retrykit.circuitbreaker;

/**
 * A stretch of a window of time. Immutable.
 *
 * @param number which one, from 0
 * @param startNanos when it begins
 */
record Bucket(long number, long startNanos) {
  /** Tells whether a moment falls into it, without a division. */
  boolean holds(long now, long bucketNanos) {
    long since = now - startNanos;
    return since >= 0 && since < bucketNanos;
  }
}
