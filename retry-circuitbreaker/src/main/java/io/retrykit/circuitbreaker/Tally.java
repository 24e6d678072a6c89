package io.retrykit.circuitbreaker;

/**
 * The word of a window: its lock, two flags, and how its calls ended, in 64 bits, so that one read sees all of them as
 * they were at one moment.
 *
 * <pre>
 *   63 told | 62 metrics only | 61 locked | 60 full | 59-40 slow | 39-20 failed | 19-0 position
 * </pre>
 */
final class Tally {
  static final int MOST = 1_000_000;
  static final long LOCKED = 1L << 61;
  static final long METRICS_ONLY = 1L << 62;
  static final long TOLD = 1L << 63;
  private static final long FULL = 1L << 60;
  private static final int WIDTH = 20;
  private static final long MASK = (1L << WIDTH) - 1;
  private static final long ONE_FAILED = 1L << WIDTH;
  private static final long ONE_SLOW = 1L << (2 * WIDTH);
  private static final long NOTEWORTHY = (MASK << WIDTH) | (MASK << (2 * WIDTH)) | FULL | LOCKED;

  private Tally() {}

  /** Tells whether one more fast success would leave the window as it is: full of them, nothing going on. */
  static boolean isQuiet(long word) {
    return (word & NOTEWORTHY) == FULL;
  }

  /** Tells whether one more fast success can only lower the rates: they are zero, or mean something already. */
  static boolean onlyImproves(long word) {
    return isFull(word) || (word & ((MASK << WIDTH) | (MASK << (2 * WIDTH)))) == 0;
  }

  static int position(long word) {
    return (int) (word & MASK);
  }

  static int failed(long word) {
    return (int) ((word >>> WIDTH) & MASK);
  }

  static int slow(long word) {
    return (int) ((word >>> (2 * WIDTH)) & MASK);
  }

  static boolean isFull(long word) {
    return (word & FULL) != 0;
  }

  static int calls(long word, int size) {
    return isFull(word) ? size : position(word);
  }

  static boolean isMetricsOnly(long word) {
    return (word & METRICS_ONLY) != 0;
  }

  /** Moves on by one call in a window of this size. */
  static long next(long word, int size) {
    return position(word) == size - 1 ? (word & ~MASK) | FULL : word + 1;
  }

  static long addFailed(long word, int change) {
    return word + change * ONE_FAILED;
  }

  static long addSlow(long word, int change) {
    return word + change * ONE_SLOW;
  }
}
