package io.retrykit.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * How much of every {@link Dimension} is drawn at one moment: the whole state of a {@link Quota}, but for the
 * {@link Crowd} of those who wait. Immutable; every step makes a new one. For each dimension this is the generic cell rate
 * algorithm: the backlog is the theoretical arrival time less the present, and a draw conforms at a moment when backlog and
 * draw together do not exceed the burst.
 */
final class Levels {
  /** Room enough for whatever is given back, and far from where sums wrap. */
  static final long UNBOUNDED = Long.MAX_VALUE / 2;

  private final long at; // a clock reading
  private final long[] backlog; // ticks
  private final long[] credited; // ticks given back while somebody waits
  private final boolean crowded;
  private final long until; // a clock reading: nobody who is in the crowd waits for longer

  private Levels(long at, long[] backlog, long[] credited, boolean crowded, long until) {
    this.at = at;
    this.backlog = backlog;
    this.credited = credited;
    this.crowded = crowded;
    this.until = until;
  }

  /** Returns full bursts. */
  static Levels full(int dimensions, long now) {
    return new Levels(now, new long[dimensions], new long[dimensions], false, now);
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
    if (!crowded) {
      return new Levels(now, left, credited, false, now);
    }
    long end = until + Math.min(0, now - at);
    return end - now <= 0
        ? new Levels(now, left, new long[left.length], false, now)
        : new Levels(now, left, credited, true, end);
  }

  /** Tells whether somebody may be waiting: only who holds the lock replaces these. */
  boolean isCrowded() {
    return crowded;
  }

  /** Makes the crowd fit for these levels, which come after others: it must be if somebody waits. */
  void bring(Crowd crowd, Levels before) {
    if (!crowded) {
      crowd.clear();
    } else if (before.isLaterThan(this)) {
      crowd.step(before.at, at - before.at);
    }
  }

  boolean isLaterThan(Levels other) {
    return at - other.at > 0;
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
        at, sum(backlog, ticks), crowded ? less(credited, ticks) : credited, crowded, until);
  }

  /** Returns what is promised to a draw that is made when a wait is over. */
  Promise promise(Dimension[] dimensions, long[] amounts, long waitNanos) {
    long[] lifts = new long[backlog.length];
    long[] room = new long[backlog.length];
    for (int i = 0; i < lifts.length; i++) {
      lifts[i] = dimensions[i].lift(backlog[i], amounts[i], waitNanos);
      room[i] = amounts[i] == 0
          ? UNBOUNDED
          : credited[i] + dimensions[i].drained(backlog[i] + lifts[i], waitNanos);
    }
    return new Promise(at + waitNanos, room, lifts);
  }

  /** Returns the levels after a draw that is made when its moment comes. */
  Levels promised(Dimension[] dimensions, long[] amounts, Promise promise) {
    long[] after = sum(sum(backlog, promise.lifts), ticks(dimensions, amounts));
    long end = crowded && until - promise.moment > 0 ? until : promise.moment;
    return new Levels(at, after, credited, true, end);
  }

  /** Returns the levels with a number of ticks added to, or taken off, each backlog. */
  Levels corrected(long[] corrections, Crowd crowd) {
    if (!crowded) {
      return with(1, corrections, credited);
    }
    long[] more = new long[backlog.length];
    long[] back = new long[backlog.length];
    for (int i = 0; i < back.length; i++) {
      more[i] = Math.max(0, corrections[i]);
      back[i] = Math.max(0, -corrections[i]);
    }
    return with(1, more, less(credited, more)).givenBack(null, back, crowd);
  }

  /**
   * Returns the levels without what a lease has drawn from the dimensions claimed, and, if its moment has not come, without
   * what it holds.
   */
  Levels undone(Dimension[] dimensions, QuotaLease lease, int claimed, Crowd crowd) {
    @Nullable Promise promise = crowded ? lease.promiseAhead(at) : null;
    long[] back = new long[backlog.length];
    for (int i = 0; i < back.length; i++) {
      if (QuotaLease.holds(claimed, i)) {
        long lift = promise == null ? 0 : promise.liftAhead(dimensions[i], i, at);
        back[i] = lift - lease.correction(dimensions, i, 0);
      }
    }
    return givenBack(promise, back, crowd);
  }

  private Levels givenBack(@Nullable Promise gone, long[] ticks, Crowd crowd) {
    if (!crowded) {
      return with(-1, ticks, credited);
    }
    Levels after;
    if (!crowd.hasRoomFor(ticks, credited, at)) {
      crowd.giveBack(gone, ticks, credited, at);
      after = with(-1, ticks, credited);
    } else {
      boolean toAll = gone == null || crowd.leave(gone, ticks);
      after = with(-1, ticks, toAll ? sum(credited, ticks) : credited);
    }
    return crowd.isEmpty()
        ? new Levels(at, after.backlog, new long[ticks.length], false, at)
        : after;
  }

  private Levels with(int sign, long[] ticks, long[] newCredited) {
    long[] after = new long[backlog.length];
    for (int i = 0; i < after.length; i++) {
      after[i] = Dimension.corrected(backlog[i], sign * ticks[i]);
    }
    return new Levels(at, after, newCredited, crowded, until);
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
