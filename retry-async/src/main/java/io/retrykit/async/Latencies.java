package io.retrykit.async;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long the recent attempts took, and from that when another one is due. The percentile is found out anew after
 * every 16th attempt, by the thread that brings it, so that asking is one read. Safe for use by many threads: figures
 * that come at the same time may stand in each other's place, and cost the estimate one of 128.
 */
final class Latencies {
  private static final int KEPT = 128;
  private static final int STEP = 16;

  private final double percentile;
  private final AtomicLongArray last = new AtomicLongArray(KEPT);
  private final AtomicLong count = new AtomicLong();
  private volatile long delayNanos;

  Latencies(Hedge hedge) {
    this.percentile = hedge.percentile();
    this.delayNanos = hedge.delayNanos();
  }

  /** Tells whether durations are of any use here. */
  boolean wanted() {
    return percentile > 0;
  }

  /** Returns after how long another attempt is due. */
  long delayNanos() {
    return delayNanos;
  }

  /** An attempt took this long. */
  void record(long nanos) {
    long place = count.getAndIncrement();
    last.set((int) (place % KEPT), nanos);
    if ((place + 1) % STEP == 0) {
      delayNanos = percentile((int) Math.min(place + 1, KEPT));
    }
  }

  /** The nearest rank: the smallest one that so many percent do not exceed. */
  private long percentile(int known) {
    long[] sorted = new long[known];
    for (int i = 0; i < known; i++) {
      sorted[i] = last.get(i);
    }
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(percentile / 100 * known) - 1];
  }
}
