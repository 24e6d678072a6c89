package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a limiter has to remember of those who wait; made for the first of them. Guarded by its lock, which covers
 * arithmetic alone and which nobody holds who finds permits at hand.
 *
 * <p>What was given back while others waited is credited: the moments of those who come later are earlier by it. Just
 * before the moment of one who waited already the bucket then holds their permits and the credit. It has no room for
 * more than the burst, so that is all that can be credited.
 */
final class Line {
  final ReentrantLock lock = new ReentrantLock();
  private @Nullable Slots left;
  private long credited;
  private long heaviest;
  private boolean split; // somebody has taken part of a place
  private long lastMoment;
  private @Nullable Admission
      lastGrant; // racy, not guarded: any one with the right number of permits will do

  Line(long now) {
    this.lastMoment = now;
  }

  /** Tells whether anybody's moment is still to come; forgets what concerned those who waited if not. */
  boolean isBusy(long now) {
    if (lastMoment - now > 0) {
      return true;
    }
    credited = 0;
    heaviest = 0;
    split = false;
    return false;
  }

  /** Somebody has come to wait. */
  void joined(long permits, long moment, long now) {
    long before = isBusy(now) ? heaviest : 0;
    // what was credited may bring a newcomer in before those who wait already
    lastMoment = moment - lastMoment > 0 ? moment : lastMoment;
    heaviest = Math.max(before, permits);
  }

  /** Returns how many of the permits given back there is room for. */
  long room(long permits, long burst) {
    return Math.max(0, Math.min(permits, burst - heaviest - credited));
  }

  void credit(long permits) {
    credited += permits;
  }

  /** Offers a place to whoever comes next. */
  void leave(long moment, long permits, long now) {
    Slots slots = left;
    if (slots == null) {
      slots = new Slots();
      left = slots;
    }
    slots.forgetBefore(now);
    slots.add(moment, permits);
  }

  /**
   * Returns the permits of the place at this moment if nobody stands in it; zero if there is none, or if places no longer
   * follow each other as they were given: by what was credited, or because somebody has a part of one.
   */
  long leftAt(long moment) {
    return left == null || credited > 0 || split ? 0 : left.at(moment);
  }

  /** The place at the end of the line is no more. */
  void shortened(long end, long newEnd) {
    if (left != null) {
      left.remove(end);
    }
    lastMoment = newEnd;
  }

  /** Takes the first place that fits and comes round sooner than this; returns its moment, or {@code otherwise}. */
  long takeLeft(long permits, long now, long within, long otherwise) {
    if (left == null) {
      return otherwise;
    }
    left.forgetBefore(now);
    Long moment = left.fitting(permits, now + within);
    if (moment == null) {
      return otherwise;
    }
    split |= !left.take(moment, permits);
    return moment;
  }

  /** Returns a grant of so many permits; one object serves them all, as long as the number stays the same. */
  Admission grant(long permits) {
    Admission last = lastGrant;
    if (last == null || !Long.valueOf(permits).equals(last.lease())) {
      last = Admission.granted(permits);
      lastGrant = last;
    }
    return last;
  }
}
