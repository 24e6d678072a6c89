package io.retrykit.async.wheel;

import org.jspecify.annotations.Nullable;

/**
 * A hierarchical timing wheel: where entries wait, by the tick at which they are due. No clock, no thread, no lock; ticks
 * are zero or more and go forward.
 *
 * <p>Each level has 64 slots; one slot of a level is as long as all slots of the level below. An entry waits on the level
 * of the highest group of six bits in which its tick differs from now: so the level of whatever waits can be told from its
 * tick, no slot holds what has passed, and what comes first is in the lowest slot of the lowest level that has any. When
 * the time of a slot comes, its entries move to finer levels, at most once for each level, and fire from the finest.
 *
 * <p>Source: G. Varghese, A. Lauck, <cite>Hashed and Hierarchical Timing Wheels</cite>, SOSP 1987.
 */
final class Slots {
  /** What {@link #next} answers if nothing waits. */
  static final long NEVER = Long.MAX_VALUE;

  /** How many entries are moved to finer levels at one go: the lock is not held for longer than that takes. */
  static final int MOST_MOVES = 128;

  private static final int BITS = 6;
  private static final int SIZE = 1 << BITS;
  private static final int MASK = SIZE - 1;
  private static final int LEVELS = 8; // Long.MAX_VALUE nanoseconds are 2^43 ticks of 2^20

  private final @Nullable Waiting[] first = new Waiting[LEVELS * SIZE];
  private final long[] occupied = new long[LEVELS];
  private @Nullable Waiting moving; // what is left of a slot whose time has come
  private long now;
  private int size;

  /** Returns how many wait. */
  int size() {
    return size;
  }

  /** Returns the tick it has come to: the last at which something was due or moved, or was told it. */
  long now() {
    return now;
  }

  /** Lets an entry wait until a tick; one that has passed counts as now. */
  void add(Waiting entry, long due) {
    entry.due(Math.max(due, now));
    place(entry);
    size++;
  }

  /** Takes an entry out; false if it does not wait. */
  boolean remove(Waiting entry) {
    Waiting previous = entry.previous();
    if (previous == null) {
      return false;
    }
    Waiting next = entry.next();
    if (previous != entry) {
      previous.next(next);
    } else if (entry == moving) {
      moving = next;
    } else {
      setFirst(entry.due(), next);
    }
    if (next != null) {
      next.previous(previous == entry ? next : previous);
    }
    entry.next(null); // what has gone keeps nothing alive
    entry.previous(null);
    size--;
    return true;
  }

  /** Returns the tick at which something is due or has to be moved; nothing is due before. */
  long next() {
    if (moving != null) {
      return now;
    }
    for (int level = 0; level < LEVELS; level++) {
      if (occupied[level] != 0) {
        long start = (now >>> (BITS * (level + 1))) << BITS;
        return (start | Long.numberOfTrailingZeros(occupied[level])) << (BITS * level);
      }
    }
    return NEVER;
  }

  /** Tells it the time, where nothing has to be done before: what is added is then moved less often. */
  void advance(long tick) {
    if (tick > now && tick < next()) {
      now = tick;
    }
  }

  /**
   * Takes out an entry that is due at a tick or before, those of earlier ticks first. Null if there is none, or not yet:
   * then {@link #next} tells whether entries have still to be moved.
   */
  @Nullable
  Waiting poll(long tick) {
    for (int moves = MOST_MOVES; moves > 0; ) {
      if (moving != null) {
        moveOne();
        moves--;
        continue;
      }
      long next = next();
      if (next > tick) {
        return null;
      }
      now = next;
      if (occupied[0] != 0) {
        Waiting due = first[slot(next, 0)];
        if (due != null) {
          remove(due);
        }
        return due;
      }
      openSlot(next);
    }
    return null;
  }

  /** Takes the entries of the slot that begins now off their level. */
  private void openSlot(long tick) {
    int level = 1;
    while (occupied[level] == 0) {
      level++;
    }
    int slot = slot(tick, level);
    moving = first[level * SIZE + slot];
    first[level * SIZE + slot] = null;
    occupied[level] &= ~(1L << slot);
  }

  private void moveOne() {
    Waiting entry = moving;
    if (entry != null) {
      moving = entry.next();
      if (moving != null) {
        moving.previous(moving);
      }
      place(entry);
    }
  }

  /** Puts an entry before all others of its slot: so no other but the one it comes before is touched. */
  private void place(Waiting entry) {
    int level = level(entry.due());
    int slot = slot(entry.due(), level);
    Waiting after = first[level * SIZE + slot];
    entry.next(after);
    entry.previous(entry);
    if (after != null) {
      after.previous(entry);
    }
    first[level * SIZE + slot] = entry;
    occupied[level] |= 1L << slot;
  }

  private void setFirst(long due, @Nullable Waiting entry) {
    int level = level(due);
    int slot = slot(due, level);
    first[level * SIZE + slot] = entry;
    if (entry == null) {
      occupied[level] &= ~(1L << slot);
    }
  }

  private int level(long due) {
    return (Long.SIZE - 1 - Long.numberOfLeadingZeros((due ^ now) | 1)) / BITS;
  }

  private static int slot(long due, int level) {
    return (int) (due >>> (BITS * level)) & MASK;
  }
}
