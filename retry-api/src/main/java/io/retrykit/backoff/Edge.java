package io.retrykit.backoff;

import java.util.random.RandomGenerator;

/** The two ends of randomness: what a backoff answers to them bounds what it can answer at all. */
enum Edge implements RandomGenerator {
  LOWEST(0L, 0.0),
  HIGHEST(-1L, 0x1.fffffffffffffp-1);

  private final long bits;
  private final double unit;

  Edge(long bits, double unit) {
    this.bits = bits;
    this.unit = unit;
  }

  @Override
  public long nextLong() {
    return bits;
  }

  @Override
  public double nextDouble() {
    return unit;
  }

  /** Without the rejection loop of the default, which a constant source would never leave. */
  @Override
  public long nextLong(long bound) {
    return this == LOWEST ? 0 : bound - 1;
  }

  @Override
  public long nextLong(long origin, long bound) {
    return this == LOWEST ? origin : bound - 1;
  }

  @Override
  public int nextInt(int bound) {
    return this == LOWEST ? 0 : bound - 1;
  }

  @Override
  public int nextInt(int origin, int bound) {
    return this == LOWEST ? origin : bound - 1;
  }
}
