package io.retrykit.examples.simulate;

/** The generator that the exact tables are made with: {@code x := (1103515245 x + 12345) mod 2^31}. */
final class Lcg {
  private long x;

  Lcg(long start) {
    x = start;
  }

  /** Returns the next number, from 0 up to 1. */
  double unit() {
    x = (1_103_515_245L * x + 12_345L) & 0x7fff_ffffL;
    return x / 0x1p31;
  }

  /** Returns the next hop, from 10 up to 11. */
  double hop() {
    return 10 + unit();
  }
}
