package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a limiter has to remember of those who wait; made for the first of them. Guarded by its lock, which covers
 * arithmetic alone and which nobody takes who finds permits at hand while nothing is spare.
 */
final class Line {
  final ReentrantLock lock = new ReentrantLock();
  final Schedule schedule;

  /**
   * Set while something may be spare between those who wait, because somebody has left or given back: then the schedule
   * holds the truth, and the limiter's word nothing.
   */
  volatile boolean spare;

  private @Nullable Admission
      lastGrant; // racy, not guarded: any one with the right number of permits will do

  Line(long burst) {
    this.schedule = new Schedule(burst);
  }

  /** Brings the schedule to this moment while the word holds the truth. */
  void follow(FullAt word, long full, long now, long ahead) {
    schedule.advance(now);
    if (!schedule.isTightUntil(full)) { // nobody waits, or a stepping clock upset it
      schedule.start(now, word.burstUnits - ahead);
    }
  }

  /** Makes the schedule the truth if somebody waits; tells whether it is. The word was read before the clock. */
  boolean open(FullAt word, long full, long now) {
    if (spare) {
      return resume(word, now);
    }
    follow(word, full, now, word.ahead(full, now));
    if (schedule.isEmpty()) {
      return false;
    }
    spare = true;
    // another word, so that nobody who has overlooked the flag can set it
    spare = word.set(full, full + 1);
    return spare;
  }

  /** Brings the schedule to this moment while it holds the truth; tells whether it still does. */
  boolean resume(FullAt word, long now) {
    if (schedule.isBeyond(now, word.longest())) {
      schedule.start(now, 0); // as with a word that is too far ahead
    } else {
      schedule.advance(now);
    }
    return !settle(word);
  }

  /** Lets the word hold the truth again if it can tell all of it; tells whether it does. */
  boolean settle(FullAt word) {
    if (!schedule.isEmpty() && !schedule.isTight()) {
      return false;
    }
    word.set(schedule.fullAt());
    spare = false;
    return true;
  }

  /** Returns how many permits nobody is promised; below zero if the word can tell. */
  long spare(FullAt word) {
    return spare && resume(word, word.now()) ? schedule.spare() / word.unitsPerPermit : -1;
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
