package io.retrykit.ratelimit;

import java.util.Arrays;

/**
 * A bucket and the permits that are promised out of it: what it holds at one moment, and what will be drawn from it at
 * which moments. What comes in between and is promised to nobody is spare; it stays in the bucket as long as there is
 * room. Everything is in the units of a {@link Rate}, in which one unit comes with each unit of time; moments are compared
 * by difference. Guarded by the line's lock.
 *
 * <p>A draw leaves enough for all later ones if each of them leaves at least as much as is drawn, less what the bucket
 * would have had no room for in between. A schedule is tight when nothing is spare before the last draw nor after it.
 */
final class Schedule {
  /** Arrays longer than that do not outlive a crowd. */
  private static final int SMALL = 64;

  private static final long[] NOTHING = {};

  private final long burst;
  private long at;
  private long level; // below zero after a clock has stepped back
  private long total; // of all shares
  private long[] moments = NOTHING; // from head to tail, ascending
  private long[] shares = NOTHING; // zero where somebody has left
  private int head;
  private int tail;

  Schedule(long burst) {
    this.burst = burst;
  }

  /** Forgets all promises, and starts again with a bucket that holds so much. */
  void start(long now, long held) {
    at = now;
    level = held;
    clear();
  }

  private void clear() {
    total = 0;
    head = 0;
    tail = 0;
    if (moments.length > SMALL) {
      moments = NOTHING;
      shares = NOTHING;
    }
  }

  /** Lets time pass, or step back. */
  void advance(long now) {
    while (head < tail && moments[head] - now <= 0) {
      fill(moments[head]);
      level -= shares[head];
      total -= shares[head];
      head++;
    }
    fill(now);
    if (total == 0) {
      clear();
    }
  }

  private void fill(long to) {
    long passed = to - at;
    level = passed >= burst - level ? burst : level + passed;
    at = to;
  }

  /** Returns the moment that it has been brought to. */
  long now() {
    return at;
  }

  /** Tells whether nothing is promised. */
  boolean isEmpty() {
    return total == 0;
  }

  /** Tells whether draws leave nothing spare, and are the ones that leave the bucket to be full at this moment. */
  boolean isTightUntil(long full) {
    return isTight() && last() + burst == full;
  }

  /** Tells whether nothing is spare; if so no draw fits in before the last. */
  boolean isTight() {
    return total > 0 && level + (last() - at) == total;
  }

  /** Tells whether it reaches further ahead than this: it does not belong to this clock any more. */
  boolean isBeyond(long now, long longest) {
    return at - now > longest || (total > 0 && last() - now > longest);
  }

  private long last() {
    return moments[tail - 1];
  }

  /** Returns the moment at which the bucket is full if nobody comes; of an empty or a tight schedule. */
  long fullAt() {
    return total == 0 ? at + burst - level : last() + burst;
  }

  /** Returns how much can be drawn now. */
  long spare() {
    long spare = level;
    long left = level;
    for (int i = head; i < tail && spare > 0; i++) {
      left -= shares[i];
      spare = Math.min(spare, left + (moments[i] - at));
    }
    return Math.max(0, spare);
  }

  /** Returns the first moment at which so much can be drawn. */
  long earliest(long share) {
    if (isTight()) {
      return last() + share;
    }
    long time = at;
    long held = level;
    long found = 0;
    long missing = 0; // of what was found, later on; zero while nothing is found
    for (int i = head; i < tail; i++) {
      long next = moments[i];
      if (missing == 0 && held + (next - time) >= share) {
        found = time + Math.max(0, share - held);
        missing = share;
      }
      held += next - time;
      long over = Math.max(0, held - burst);
      if (missing > 0 && over >= missing) {
        return found;
      }
      missing = Math.max(0, missing - over);
      held -= over + shares[i];
      missing = held < missing ? 0 : missing;
      time = next;
    }
    return missing > 0 ? found : time + Math.max(0, share - held);
  }

  /** Draws when a moment comes, which may be now. */
  void draw(long moment, long share) {
    if (moment == at) {
      level -= share;
    } else {
      promise(moment, share);
    }
  }

  private void promise(long moment, long share) {
    if (tail == moments.length) {
      makeRoom();
    }
    total += share;
    int index = tail == head || moment - last() > 0 ? tail : indexOf(moment);
    if (index < tail && moments[index] == moment) {
      shares[index] += share;
      return;
    }
    System.arraycopy(moments, index, moments, index + 1, tail - index);
    System.arraycopy(shares, index, shares, index + 1, tail - index);
    moments[index] = moment;
    shares[index] = share;
    tail++;
  }

  /** Takes together those who wait, in longer arrays if they are many. */
  private void makeRoom() {
    int standing = 0;
    for (int i = head; i < tail; i++) {
      if (shares[i] > 0) {
        moments[standing] = moments[i];
        shares[standing] = shares[i];
        standing++;
      }
    }
    head = 0;
    tail = standing;
    if (standing >= moments.length / 2) {
      int length = Math.max(4, 2 * moments.length);
      moments = Arrays.copyOf(moments, length);
      shares = Arrays.copyOf(shares, length);
    }
  }

  /** Returns where a moment is, or belongs. */
  private int indexOf(long moment) {
    int low = head;
    int high = tail;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (moments[middle] - moment < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Takes a promise back: what it would draw is spare. */
  void leave(long moment, long share) {
    int index = indexOf(moment);
    if (index == tail || moments[index] != moment || shares[index] < share) {
      return; // forgotten since
    }
    shares[index] -= share;
    total -= share;
    while (tail > head && shares[tail - 1] == 0) {
      tail--;
    }
    if (total == 0) {
      clear();
    }
  }

  /** Puts back what was drawn; a full bucket holds no more. */
  void giveBack(long share) {
    level = Math.min(burst, level + share);
  }
}
