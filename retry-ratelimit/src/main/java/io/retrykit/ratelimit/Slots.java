package io.retrykit.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * Places in the line of those who wait that somebody has left before they came round, earliest first: the next one who
 * would have to wait takes the first that fits. A place whose time has passed is gone. Immutable; for the few who leave.
 */
record Slots(long moment, long permits, @Nullable Slots later) {
  /** Returns a list with one more place, without those that have passed. */
  static Slots with(@Nullable Slots slots, long moment, long permits, long now) {
    Slots ahead = ahead(slots, now);
    if (ahead == null || moment - ahead.moment < 0) {
      return new Slots(moment, permits, ahead);
    }
    return new Slots(ahead.moment, ahead.permits, with(ahead.later, moment, permits, now));
  }

  /** Returns the places that have not passed. */
  static @Nullable Slots ahead(@Nullable Slots slots, long now) {
    @Nullable Slots first = slots;
    while (first != null && first.moment - now < 0) {
      first = first.later;
    }
    return first;
  }

  /** Returns the first place with room for so many permits, or null. */
  @Nullable
  Slots fitting(long wanted) {
    @Nullable Slots slot = this;
    while (slot != null && slot.permits < wanted) {
      slot = slot.later;
    }
    return slot;
  }

  /** Returns the list with so many permits of one of its places taken. */
  @Nullable
  Slots without(Slots place, long taken) {
    if (this != place) {
      return new Slots(moment, permits, later == null ? null : later.without(place, taken));
    }
    return permits == taken ? later : new Slots(moment, permits - taken, later);
  }
}
