package io.retrykit.ratelimit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that wait for a {@link Quota}, in the order in which they came. Guarded by the ledger's lock; used while the
 * levels say that somebody waits.
 *
 * <p>The least room that anybody has is known, or something less than it. So giving back asks nobody as long as there is
 * room enough; where there is none, it stops at the first who has to hold all.
 */
final class Crowd {
  /** Not looked through for those that have passed while it is smaller than that. */
  private static final int SMALL = 64;

  private @Nullable Promise oldest;
  private @Nullable Promise newest;
  private int size;
  private int tidyAt = SMALL;
  private final long[] least; // room in each dimension
  private int changes; // since it was exact

  Crowd(int dimensions) {
    this.least = new long[dimensions];
    Arrays.fill(least, Levels.UNBOUNDED);
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(Promise promise, long now) {
    if (size >= tidyAt) {
      forgetPast(now);
      tidyAt = Math.max(SMALL, 2 * size);
    }
    promise.standing = true;
    promise.older = newest;
    if (newest == null) {
      oldest = promise;
    } else {
      newest.newer = promise;
    }
    newest = promise;
    size++;
    note(promise);
  }

  private void note(Promise promise) {
    for (int i = 0; i < least.length; i++) {
      least[i] = Math.min(least[i], promise.room[i]);
    }
  }

  private void remove(Promise promise) {
    Promise older = promise.older;
    Promise newer = promise.newer;
    if (older == null) {
      oldest = newer;
    } else {
      older.newer = newer;
    }
    if (newer == null) {
      newest = older;
    } else {
      newer.older = older;
    }
    promise.standing = false;
    promise.older = null; // those who are kept alive by their leases must not keep others
    promise.newer = null;
    size--;
    changes++;
  }

  /** Forgets everybody. */
  void clear() {
    while (oldest != null) {
      remove(oldest);
    }
  }

  /** Forgets those whose moments have come. */
  private void forgetPast(long now) {
    for (Promise one = oldest; one != null; ) {
      Promise next = one.newer;
      if (!one.isAhead(now)) {
        remove(one);
      }
      one = next;
    }
  }

  /** Moves on with a clock that has stepped by so much, from a reading. */
  void step(long from, long step) {
    forgetPast(from);
    for (Promise one = oldest; one != null; one = one.newer) {
      one.moment += step;
    }
  }

  /** Tells whether it is certain that ticks can be given back without anybody having to hold some of them. */
  boolean hasRoomFor(long[] ticks, long[] credited, long now) {
    if (leastHasRoomFor(ticks, credited)) {
      return true;
    }
    if (changes <= size / 4) {
      return false; // not looked for each time: most likely it is so
    }
    changes = 0;
    Arrays.fill(least, Levels.UNBOUNDED);
    for (Promise one = oldest; one != null; one = one.newer) {
      if (one.isAhead(now)) {
        note(one);
      }
    }
    return leastHasRoomFor(ticks, credited);
  }

  private boolean leastHasRoomFor(long[] ticks, long[] credited) {
    for (int i = 0; i < ticks.length; i++) {
      if (ticks[i] > 0 && ticks[i] > least[i] - credited[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Gives ticks back past those that are newer than one, which goes, where all have room: those have less of it, or, if
   * these are fewer, the older ones have more of it than what is credited to all.
   *
   * @return whether the ticks are to be credited
   */
  boolean leave(Promise gone, long[] ticks) {
    @Nullable Promise older = gone.older;
    @Nullable Promise newer = gone.newer;
    remove(gone);
    @Nullable Promise left = older;
    @Nullable Promise right = newer;
    while (left != null && right != null) {
      left = left.older;
      right = right.newer;
    }
    if (left == null) {
      for (Promise one = older; one != null; one = one.older) {
        one.makeRoom(ticks, 1);
      }
      return true;
    }
    for (Promise one = newer; one != null; one = one.newer) {
      one.makeRoom(ticks, -1);
      note(one);
    }
    return false;
  }

  /**
   * Gives ticks back past those that are newer than one, which goes; or past all of them.
   *
   * @param gone the promise that is given up; null for none
   * @param left the ticks; what is left of them when all have held what they have no room for
   */
  void giveBack(@Nullable Promise gone, long[] left, long[] credited, long now) {
    Promise one = oldest;
    if (gone != null) {
      one = gone.newer;
      remove(gone);
    }
    boolean any = true;
    while (one != null && any) {
      Promise next = one.newer;
      if (one.isAhead(now)) {
        any = one.hold(left, credited);
        note(one);
      } else {
        remove(one);
      }
      one = next;
    }
  }
}
