package io.retrykit.ratelimit;

/**
 * How much of every {@link Dimension} is drawn at one moment: the whole state of a {@link Quota}. Immutable; every step
 * makes a new one. For each dimension this is the generic cell rate algorithm: the backlog is the theoretical arrival
 * time less the present, and a draw conforms at a moment when backlog and draw together do not exceed the burst.
 */
final class Levels {
  private final long at; // a clock reading
  private final long[] backlog; // ticks

  private Levels(long at, long[] backlog) {
    this.at = at;
    this.backlog = backlog;
  }

  /** Returns full bursts. */
  static Levels full(int dimensions, long now) {
    return new Levels(now, new long[dimensions]);
  }

  /**
   * Returns the levels at another moment. Where the clock has stepped back nothing drains, and time goes on from the new
   * reading.
   */
  Levels at(Dimension[] dimensions, long now) {
    long[] left = new long[backlog.length];
    for (int i = 0; i < left.length; i++) {
      left[i] = dimensions[i].drained(backlog[i], now - at);
    }
    return new Levels(now, left);
  }

  boolean isLaterThan(Levels other) {
    return at - other.at > 0;
  }

  /** Returns the clock reading some time after these levels. */
  long readingAfter(long nanos) {
    return at + nanos;
  }

  /** Returns the dimension that makes these amounts wait longest; the first one if none does. */
  int tightest(Dimension[] dimensions, long[] amounts) {
    int tightest = 0;
    long longest = 0;
    for (int i = 0; i < backlog.length; i++) {
      long wait = dimensions[i].waitNanos(backlog[i], amounts[i]);
      if (wait > longest) {
        longest = wait;
        tightest = i;
      }
    }
    return tightest;
  }

  /** Returns how long these amounts wait on account of one dimension, in nanoseconds. */
  long waitNanos(Dimension[] dimensions, int i, long[] amounts) {
    return dimensions[i].waitNanos(backlog[i], amounts[i]);
  }

  /**
   * Returns what a wait holds in every dimension beyond the amounts themselves. The draw is made when the wait is over,
   * so what drains until then in a dimension that is not short cannot serve it.
   */
  long[] lifts(Dimension[] dimensions, long[] amounts, long waitNanos) {
    long[] lifts = new long[backlog.length];
    for (int i = 0; i < lifts.length; i++) {
      lifts[i] = amounts[i] == 0 ? 0 : dimensions[i].lift(backlog[i], waitNanos);
    }
    return lifts;
  }

  /** Returns the levels after a draw. */
  Levels drawn(Dimension[] dimensions, long[] amounts, long[] lifts) {
    long[] after = new long[backlog.length];
    for (int i = 0; i < after.length; i++) {
      after[i] = dimensions[i].drawn(backlog[i] + lifts[i], amounts[i]);
    }
    return new Levels(at, after);
  }

  /** Returns the levels with a number of ticks added to, or taken off, each backlog. */
  Levels corrected(long[] corrections) {
    long[] after = new long[backlog.length];
    for (int i = 0; i < after.length; i++) {
      after[i] = Dimension.corrected(backlog[i], corrections[i]);
    }
    return new Levels(at, after);
  }

  /** Returns how many units of one dimension could be drawn at once. */
  long available(Dimension[] dimensions, int i) {
    return dimensions[i].available(backlog[i]);
  }

  /** Says why these amounts are not granted now, on account of one dimension. */
  String shortage(Dimension[] dimensions, int i, long[] amounts) {
    return dimensions[i].shortage(backlog[i], amounts[i], waitNanos(dimensions, i, amounts));
  }
}
