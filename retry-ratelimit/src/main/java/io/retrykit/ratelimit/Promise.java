package io.retrykit.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * The moment that was promised to an attempt that waits, in a {@link Crowd}; guarded by the crowd's lock.
 *
 * <p>It knows how much can be given back before it: what lies unused just before its moment comes on top of what it will
 * draw, and a burst holds no more. What is given back beyond that is held as if the attempt had drawn it as well, as it
 * would be lost at the server; if the attempt gives up its moment, it is there again.
 */
final class Promise {
  long moment; // a clock reading
  final long[] room; // ticks for each dimension, counted from when nothing had been credited
  final long[] lifts; // ticks held beyond what is drawn

  @Nullable
  Promise older;

  @Nullable
  Promise newer;

  boolean standing;

  Promise(long moment, long[] room, long[] lifts) {
    this.moment = moment;
    this.room = room;
    this.lifts = lifts;
  }

  /** Tells whether the moment is still to come. */
  boolean isAhead(long now) {
    return moment - now > 0;
  }

  /** Returns the ticks that are held in a dimension beyond what is drawn, as far as they lie ahead. */
  long liftAhead(Dimension dimension, int i, long now) {
    return dimension.liftLeft(lifts[i], moment - now);
  }

  /** Has more room, or less. */
  void makeRoom(long[] ticks, int sign) {
    for (int i = 0; i < room.length; i++) {
      room[i] += sign * ticks[i];
    }
  }

  /** Holds what there is no room for, and takes that off what is given back; tells whether something is left of it. */
  boolean hold(long[] left, long[] credited) {
    boolean any = false;
    for (int i = 0; i < left.length; i++) {
      long fits = Math.min(left[i], Math.max(0, room[i] - credited[i]));
      room[i] -= fits;
      lifts[i] += left[i] - fits;
      left[i] = fits;
      any |= fits != 0;
    }
    return any;
  }
}
