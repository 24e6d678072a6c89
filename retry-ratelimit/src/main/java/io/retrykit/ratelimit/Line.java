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
    return false;
  }

  /** Tells whether places follow each other as they were given, nothing having been credited. */
  boolean isPlain() {
    return credited == 0;
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
    left = Slots.with(left, moment, permits, now);
  }

  /** Takes the first place that fits and comes round sooner than this; returns its moment, or {@code otherwise}. */
  long takeLeft(long permits, long now, long within, long otherwise) {
    left = Slots.ahead(left, now);
    Slots place = left == null ? null : left.fitting(permits);
    if (left == null || place == null || place.moment() - now >= within) {
      return otherwise;
    }
    left = left.without(place, permits);
    return place.moment();
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
