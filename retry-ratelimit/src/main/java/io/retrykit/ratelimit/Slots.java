package io.retrykit.ratelimit;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Places in the line of those who wait that somebody has left before they came round: the next one who would have to
 * wait takes the first that fits. A place whose time has passed is gone. Guarded by the line's lock; moments are compared
 * by difference.
 */
final class Slots {
  private final TreeMap<Long, Long> permitsAt = new TreeMap<>((a, b) -> Long.signum(a - b));

  /** Adds a place. */
  void add(long moment, long permits) {
    permitsAt.merge(moment, permits, Long::sum);
  }

  /** Forgets the places that have passed. */
  void forgetBefore(long now) {
    while (!permitsAt.isEmpty() && permitsAt.firstKey() - now < 0) {
      permitsAt.pollFirstEntry();
    }
  }

  /** Returns the moment of the first place before {@code end} with room for so many permits, or null. */
  @Nullable
  Long fitting(long permits, long end) {
    for (Map.Entry<Long, Long> place : permitsAt.entrySet()) {
      if (place.getKey() - end >= 0) {
        return null;
      }
      if (place.getValue() >= permits) {
        return place.getKey();
      }
    }
    return null;
  }

  /** Takes so many permits of the place at this moment; tells whether that was all of it. */
  boolean take(long moment, long permits) {
    return permitsAt.computeIfPresent(
            moment, (unused, there) -> there == permits ? null : there - permits)
        == null;
  }

  /** Returns the permits of the place at this moment; zero if there is none. */
  long at(long moment) {
    return permitsAt.getOrDefault(moment, 0L);
  }

  /** Forgets the place at this moment. */
  void remove(long moment) {
    permitsAt.remove(moment);
  }
}
