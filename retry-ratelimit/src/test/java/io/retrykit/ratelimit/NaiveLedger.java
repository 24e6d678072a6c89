package io.retrykit.ratelimit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The books of a quota, kept the naive way: one list of all who wait, gone through for whatever is drawn and given back.
 * It shares the arithmetic of a {@link Dimension} with the real ones, and nothing of how they know who waits.
 */
final class NaiveLedger {
  /** One that waits; room and lifts are what they are now. */
  private static final class Waiting {
    long moment;
    final long[] room;
    final long[] lifts;

    Waiting(long moment, int dimensions) {
      this.moment = moment;
      this.room = new long[dimensions];
      this.lifts = new long[dimensions];
    }
  }

  /** What was drawn. */
  static final class Lease {
    final long wait;
    private final long[] amounts;
    private final @Nullable Waiting waiting;

    private Lease(long wait, long[] amounts, @Nullable Waiting waiting) {
      this.wait = wait;
      this.amounts = amounts;
      this.waiting = waiting;
    }
  }

  private final Dimension[] dimensions;
  private long at;
  private long[] backlog;
  private List<Waiting> crowd = new ArrayList<>();

  NaiveLedger(Dimension[] dimensions, long now) {
    this.dimensions = dimensions;
    this.at = now;
    this.backlog = new long[dimensions.length];
  }

  private long[] backlogAt(long now) {
    long[] left = new long[backlog.length];
    for (int i = 0; i < left.length; i++) {
      left[i] = dimensions[i].drained(backlog[i], now - at);
    }
    return left;
  }

  /** Returns how long an amount of one dimension would have to wait. */
  long waitNanos(int i, long amount, long now) {
    return dimensions[i].waitNanos(backlogAt(now)[i], amount);
  }

  private void moveTo(long now) {
    long step = Math.min(0, now - at);
    crowd = new ArrayList<>(crowd.stream().filter(one -> one.moment - at > 0).toList());
    crowd.forEach(one -> one.moment += step);
    backlog = backlogAt(now);
    at = now;
    crowd.removeIf(one -> one.moment - at <= 0);
  }

  /** Draws; null if that would wait too long. */
  @Nullable
  Lease draw(long[] amounts, long patience, long now) {
    long wait = 0;
    for (int i = 0; i < amounts.length; i++) {
      wait = Math.max(wait, waitNanos(i, amounts[i], now));
    }
    if (wait > 0 && wait > patience) {
      if (now - at < 0) {
        moveTo(now);
      }
      return null;
    }
    moveTo(now);
    Waiting waiting = wait == 0 ? null : new Waiting(now + wait, amounts.length);
    for (int i = 0; i < amounts.length; i++) {
      long ticks = dimensions[i].drawn(0, amounts[i]);
      if (waiting == null) {
        int dimension = i;
        crowd.forEach(one -> one.room[dimension] += ticks); // it lies used before their moments
      } else {
        long lift = dimensions[i].lift(backlog[i], amounts[i], wait);
        waiting.lifts[i] = lift;
        waiting.room[i] =
            amounts[i] == 0 ? Levels.UNBOUNDED : dimensions[i].drained(backlog[i] + lift, wait);
        backlog[i] += lift;
      }
      backlog[i] += ticks;
    }
    if (waiting != null) {
      crowd.add(waiting);
    }
    return new Lease(wait, amounts, waiting);
  }

  /** Adds ticks, or takes them off. */
  void correct(long[] ticks, long now) {
    moveTo(now);
    long[] back = new long[ticks.length];
    for (int i = 0; i < ticks.length; i++) {
      long more = Math.max(0, ticks[i]);
      int dimension = i;
      crowd.forEach(one -> one.room[dimension] += more);
      backlog[i] = Dimension.corrected(backlog[i], more);
      back[i] = Math.max(0, -ticks[i]);
    }
    giveBack(crowd, back);
  }

  /** Gives all back that a lease has drawn. */
  void undo(Lease lease, long now) {
    moveTo(now);
    int place = crowd.indexOf(lease.waiting);
    long[] back = new long[backlog.length];
    for (int i = 0; i < back.length; i++) {
      back[i] = -dimensions[i].correction(lease.amounts[i], 0);
      if (place >= 0) {
        Waiting gone = crowd.get(place);
        back[i] += dimensions[i].liftLeft(gone.lifts[i], gone.moment - at);
      }
    }
    List<Waiting> newer =
        place < 0 ? List.copyOf(crowd) : List.copyOf(crowd.subList(place + 1, crowd.size()));
    if (place >= 0) {
      crowd.remove(place);
    }
    giveBack(newer, back);
  }

  private void giveBack(List<Waiting> past, long[] left) {
    for (Waiting one : past) {
      for (int i = 0; i < left.length; i++) {
        long fits = Math.min(left[i], Math.max(0, one.room[i]));
        one.room[i] -= fits;
        one.lifts[i] += left[i] - fits;
        left[i] = fits;
      }
    }
    for (int i = 0; i < left.length; i++) {
      backlog[i] = Dimension.corrected(backlog[i], -left[i]);
    }
  }

  /** Returns how many wait. */
  int waiting(long now) {
    return (int) crowd.stream().filter(one -> one.moment - now > 0).count();
  }
}
