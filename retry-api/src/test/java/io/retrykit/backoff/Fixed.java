package io.retrykit.backoff;

import java.util.random.RandomGenerator;

/** A source of randomness that always draws the same number, and counts how often it is asked. */
final class Fixed implements RandomGenerator {
  /** The greatest number that can be drawn: the last one below 1. */
  static final double GREATEST = Math.nextDown(1.0);

  private final double unit;
  private int draws;

  private Fixed(double unit) {
    this.unit = unit;
  }

  static Fixed unit(double unit) {
    return new Fixed(unit);
  }

  int draws() {
    return draws;
  }

  @Override
  public double nextDouble() {
    draws++;
    return unit;
  }

  @Override
  public long nextLong() {
    throw new AssertionError("a pause is drawn as a unit number");
  }
}
