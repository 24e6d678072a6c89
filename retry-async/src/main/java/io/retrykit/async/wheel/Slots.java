package io.retrykit.async.wheel;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A hierarchical timing wheel: time is counted in ticks, and each level divides 64 of the level's own unit, the level
 * above it 64 times as many, so that eight levels reach beyond what a {@code long} of nanoseconds can say. What is due
 * stands in the level of the highest of its digits (to the base 64) that differs from the current tick's, at that digit;
 * when that moment comes it moves down. One bit for each slot that is not empty finds the next moment without ticking.
 *
 * <p>After G. Varghese and T. Lauck, <cite>Hashed and Hierarchical Timing Wheels</cite>, 1987. Not safe for use by many
 * threads: {@link Wheel} holds the lock.
 */
final class Slots {
  /** No moment: nothing waits. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int BITS = 6;
  private static final int SLOTS = 1 << BITS;
  private static final int LEVELS = 8;

  private final @Nullable Waiting[] heads = new @Nullable Waiting[LEVELS * SLOTS];
  private final long[] occupied = new long[LEVELS];
  private long now; // the current tick, zero or more

  /** Returns the current tick. */
  long now() {
    return now;
  }

  /**
   * Puts something in. Takes it as due now if its tick has gone by.
   *
   * @param tick no further ahead than 2^47 ticks
   */
  void add(Waiting waiting, long tick) {
    waiting.due(Math.max(tick, now));
    link(waiting);
  }

  private void link(Waiting waiting) {
    int level = level(waiting.due());
    int slot = slot(waiting.due(), level);
    int place = level * SLOTS + slot;
    Waiting head = heads[place];
    waiting.next(head);
    waiting.previous(waiting); // itself: the first of its slot
    if (head != null) {
      head.previous(waiting);
    }
    heads[place] = waiting;
    occupied[level] |= 1L << slot;
  }

  /** Takes something out; false says that it was not in. */
  boolean remove(Waiting waiting) {
    Waiting before = waiting.previous();
    if (before == null) {
      return false;
    }
    Waiting behind = waiting.next();
    if (before != waiting) {
      before.next(behind);
    } else {
      int level = level(waiting.due()); // the same as when it was put in, as long as it is in
      int slot = slot(waiting.due(), level);
      heads[level * SLOTS + slot] = behind;
      if (behind == null) {
        occupied[level] &= ~(1L << slot);
      }
    }
    if (behind != null) {
      behind.previous(before == waiting ? behind : before);
    }
    waiting.next(null);
    waiting.previous(null);
    return true;
  }

  /** Tells whether nothing waits. */
  boolean isEmpty() {
    return Arrays.stream(occupied).allMatch(level -> level == 0);
  }

  /** Returns a tick before which nothing is due, the first at which something may be; {@link #NEVER} if nothing waits. */
  long next() {
    for (int level = 0; level < LEVELS; level++) {
      if (occupied[level] != 0) {
        return start(level, first(level));
      }
    }
    return NEVER;
  }

  /**
   * Moves on, as far as the next tick at which something is due.
   *
   * @param to how far at most
   * @return one of those that are due, taken out; null once none is due and the tick is {@code to}
   */
  @Nullable
  Waiting poll(long to) {
    for (int level = 0; level < LEVELS; ) {
      if (occupied[level] == 0) {
        level++;
        continue;
      }
      int slot = first(level);
      long start = start(level, slot);
      if (start > to) {
        break;
      }
      now = Math.max(now, start);
      if (level == 0) {
        Waiting due = head(slot);
        remove(due);
        return due;
      }
      Waiting taken = head(level * SLOTS + slot);
      heads[level * SLOTS + slot] = null;
      occupied[level] &= ~(1L << slot);
      moveDown(taken);
      level = 0;
    }
    now = Math.max(now, to);
    return null;
  }

  private Waiting head(int place) {
    return Objects.requireNonNull(heads[place], "the slot is empty");
  }

  private void moveDown(Waiting first) {
    Waiting one = first;
    while (one != null) {
      Waiting behind = one.next();
      link(one);
      one = behind;
    }
  }

  private int level(long tick) {
    return (Long.SIZE - 1 - Long.numberOfLeadingZeros((tick ^ now) | (SLOTS - 1))) / BITS;
  }

  private static int slot(long tick, int level) {
    return (int) (tick >>> (level * BITS)) & (SLOTS - 1);
  }

  /** Returns the first slot of a level that is not empty: none of them is behind the current tick's. */
  private int first(int level) {
    return Long.numberOfTrailingZeros(occupied[level]);
  }

  private long start(int level, int slot) {
    int shift = level * BITS;
    long above = now >>> (shift + BITS) << (shift + BITS);
    return above | (long) slot << shift;
  }
}
