package io.retrykit.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * How much of every {@link Dimension} is drawn at one moment: the whole state of a {@link Quota}. Immutable; every step
 * makes a new one. For each dimension this is the generic cell rate algorithm: the backlog is the theoretical arrival
 * time less the present, and a draw conforms at a moment when backlog and draw together do not exceed the burst.
 */
final class Levels {
  /** Room enough for whatever is given back, and far from where sums wrap. */
  private static final long UNBOUNDED = Long.MAX_VALUE / 2;

  private final long at; // a clock reading
  private final long[] backlog; // ticks
  private final long[] credited; // ticks given back while promises stand
  private final @Nullable Promises promises;

  private Levels(long at, long[] backlog, long[] credited, @Nullable Promises promises) {
    this.at = at;
    this.backlog = backlog;
    this.credited = credited;
    this.promises = promises;
  }

  /** Returns full bursts. */
  static Levels full(int dimensions, long now) {
    return new Levels(now, new long[dimensions], new long[dimensions], null);
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
    if (promises == null) {
      return new Levels(now, left, credited, null);
    }
    Promises standing = now - at < 0 ? promises.ahead(now, now - at) : promises;
    return standing == null || standing.arePast(now)
        ? new Levels(now, left, new long[left.length], null)
        : new Levels(now, left, credited, standing);
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

  /** Returns the levels after a draw. It adds to what lies used before the moments that were promised. */
  Levels drawn(Dimension[] dimensions, long[] amounts) {
    long[] ticks = ticks(dimensions, amounts);
    return new Levels(
        at, sum(backlog, ticks), promises == null ? credited : less(credited, ticks), promises);
  }

  /** Returns the levels after a draw that is made when a wait is over. */
  Levels promised(Dimension[] dimensions, long[] amounts, long waitNanos, QuotaLease lease) {
    long[] lifts = new long[backlog.length];
    long[] room = new long[backlog.length];
    for (int i = 0; i < lifts.length; i++) {
      lifts[i] = dimensions[i].lift(backlog[i], amounts[i], waitNanos);
      room[i] = amounts[i] == 0
          ? UNBOUNDED
          : credited[i] + dimensions[i].drained(backlog[i] + lifts[i], waitNanos);
    }
    long[] after = sum(sum(backlog, lifts), ticks(dimensions, amounts));
    Promises more = Promises.with(promises, lease, at + waitNanos, room, lifts, at);
    return new Levels(at, after, credited, more);
  }

  /** Returns the levels with a number of ticks added to, or taken off, each backlog. */
  Levels corrected(long[] corrections) {
    if (promises == null) {
      return with(1, corrections, credited, null);
    }
    long[] more = new long[backlog.length];
    long[] back = new long[backlog.length];
    for (int i = 0; i < back.length; i++) {
      more[i] = Math.max(0, corrections[i]);
      back[i] = Math.max(0, -corrections[i]);
    }
    return with(1, more, less(credited, more), promises).givenBack(null, back);
  }

  /**
   * Returns the levels without what a lease has drawn from the dimensions claimed, and, if its moment has not come, without
   * what it holds.
   */
  Levels undone(Dimension[] dimensions, QuotaLease lease, int claimed) {
    @Nullable Promises promise = promises == null ? null : promises.of(lease, at);
    long[] back = new long[backlog.length];
    for (int i = 0; i < back.length; i++) {
      if (QuotaLease.holds(claimed, i)) {
        long lift = promise == null ? 0 : promise.liftAhead(dimensions[i], i, at);
        back[i] = lift - lease.correction(dimensions, i, 0);
      }
    }
    return givenBack(promise, back);
  }

  private Levels givenBack(@Nullable Promises gone, long[] ticks) {
    if (promises == null) {
      return with(-1, ticks, credited, null);
    }
    if (gone == null && promises.haveRoomFor(ticks, credited, at)) {
      return with(-1, ticks, sum(credited, ticks), promises);
    }
    Promises.Rest rest = promises.giveBack(gone, ticks, credited, at);
    return with(-1, rest.ticks(), credited, rest.promises());
  }

  private Levels with(int sign, long[] ticks, long[] newCredited, @Nullable Promises newPromises) {
    long[] after = new long[backlog.length];
    for (int i = 0; i < after.length; i++) {
      after[i] = Dimension.corrected(backlog[i], sign * ticks[i]);
    }
    return new Levels(at, after, newCredited, newPromises);
  }

  private static long[] less(long[] from, long[] ticks) {
    long[] less = from.clone();
    for (int i = 0; i < less.length; i++) {
      less[i] -= ticks[i];
    }
    return less;
  }

  private static long[] ticks(Dimension[] dimensions, long[] amounts) {
    long[] ticks = new long[amounts.length];
    for (int i = 0; i < ticks.length; i++) {
      ticks[i] = dimensions[i].drawn(0, amounts[i]);
    }
    return ticks;
  }

  private static long[] sum(long[] one, long[] other) {
    long[] sum = new long[one.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = one[i] + other[i];
    }
    return sum;
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
