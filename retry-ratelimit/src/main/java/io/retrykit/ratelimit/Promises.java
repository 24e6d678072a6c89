package io.retrykit.ratelimit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The moments that were promised to attempts that wait, newest first, for a {@link Quota}. Immutable.
 *
 * <p>Each knows how much can be given back before it: what lies unused just before its moment comes on top of what it will
 * draw, and a burst holds no more. What is given back beyond that is held as if the attempt had drawn it as well, as it
 * would be lost at the server; if the attempt gives up its moment, it is there again.
 */
final class Promises {
  /** Looked through for those that have passed when the list has grown by so many. */
  private static final int OFTEN = 64;

  private final QuotaLease lease;
  private final long moment; // a clock reading
  private final long[]
      room; // ticks for each dimension, counted from when nothing had been credited
  private final long[] lifts; // ticks held beyond what is drawn
  private final @Nullable Promises older;
  private final long latest; // of this one and all older ones
  private final int size;

  private Promises(
      QuotaLease lease, long moment, long[] room, long[] lifts, @Nullable Promises older) {
    this.lease = lease;
    this.moment = moment;
    this.room = room;
    this.lifts = lifts;
    this.older = older;
    this.latest = older == null || moment - older.latest > 0 ? moment : older.latest;
    this.size = older == null ? 1 : older.size + 1;
  }

  /** A list, and what is left of what was given back when all who wait have held what they have no room for. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Rest(@Nullable Promises promises, long[] ticks) {}

  /** Returns a list with one more promise. */
  static Promises with(
      @Nullable Promises older,
      QuotaLease lease,
      long moment,
      long[] room,
      long[] lifts,
      long now) {
    @Nullable Promises kept = older;
    if (older != null && older.size % OFTEN == 0) {
      kept = older.ahead(now, 0);
    }
    return new Promises(lease, moment, room, lifts, kept);
  }

  /** Tells whether all moments have come. */
  boolean arePast(long now) {
    return latest - now <= 0;
  }

  /** Returns the promise made to a lease, if its moment has not come. */
  @Nullable
  Promises of(QuotaLease wanted, long now) {
    @Nullable Promises one = this;
    while (one != null && one.lease != wanted) {
      one = one.older;
    }
    return one == null || one.moment - now <= 0 ? null : one;
  }

  /** Returns the ticks that are held in a dimension beyond what is drawn, as far as they lie ahead. */
  long liftAhead(Dimension dimension, int i, long now) {
    return dimension.liftLeft(lifts[i], moment - now);
  }

  /** Tells whether ticks can be given back without any promise having to hold some of them. */
  boolean haveRoomFor(long[] ticks, long[] credited, long now) {
    for (Promises one = this; one != null && !one.arePast(now); one = one.older) {
      for (int i = 0; i < ticks.length; i++) {
        if (one.moment - now > 0 && ticks[i] > one.room[i] - credited[i]) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns the promises that have not passed, on a clock that has stepped by so much. */
  @Nullable
  Promises ahead(long now, long step) {
    @Nullable Promises list = null;
    List<Promises> kept = newerThan(null, now - step);
    for (int i = kept.size() - 1; i >= 0; i--) {
      Promises one = kept.get(i);
      list = new Promises(one.lease, one.moment + step, one.room, one.lifts, list);
    }
    return list;
  }

  /**
   * Gives ticks back past the promises that are newer than one, which goes; or past all of them.
   *
   * @param gone the promise that is given up; null for none
   */
  Rest giveBack(@Nullable Promises gone, long[] ticks, long[] credited, long now) {
    List<Promises> newer = newerThan(gone, now);
    long[] left = ticks.clone();
    @Nullable Promises list = gone == null ? null : gone.older;
    for (int i = newer.size() - 1; i >= 0; i--) {
      list = newer.get(i).holding(left, credited, list);
    }
    return new Rest(list, left);
  }

  /** Returns this promise with what it has no room for held, and takes that off what is given back. */
  private Promises holding(long[] left, long[] credited, @Nullable Promises list) {
    long[] less = room.clone();
    long[] more = lifts.clone();
    for (int i = 0; i < left.length; i++) {
      long fits = Math.min(left[i], Math.max(0, room[i] - credited[i]));
      less[i] -= fits;
      more[i] += left[i] - fits;
      left[i] = fits;
    }
    return new Promises(lease, moment, less, more, list);
  }

  /** Returns those that are newer than one and have not passed, newest first. */
  private List<Promises> newerThan(@Nullable Promises end, long now) {
    List<Promises> newer = new ArrayList<>();
    for (Promises one = this; one != null && one != end; one = one.older) {
      if (one.moment - now > 0) {
        newer.add(one);
      }
    }
    return newer;
  }
}
