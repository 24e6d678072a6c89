package io.retrykit.backoff;

import java.util.random.RandomGenerator;

/** Draws uniformly from a range, with one draw of a unit number. */
final class Draw {
  private Draw() {}

  /** Returns {@code low + u * span}; a span of zero draws nothing. */
  static long from(long low, long span, RandomGenerator random) {
    // a span above 2^53 may round up on its way through double: the minimum holds the range even
    // for
    // a source that draws 1
    return span == 0 ? low : low + Math.min(span, (long) (random.nextDouble() * span));
  }
}
