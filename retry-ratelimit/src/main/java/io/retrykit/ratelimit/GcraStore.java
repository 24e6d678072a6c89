package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Permits in this process, by the generic cell rate algorithm: the whole state is the moment at which the bucket will be
 * full again if nobody takes anything (the theoretical arrival time), in units of the {@link Rate}. Whoever takes
 * permits moves it on by their share. They are there if it then stands no further ahead of now than the burst takes;
 * else they will be there when that holds, and are reserved for then: who comes first has the earlier moment. Moments
 * are compared by difference, so the clock may wrap.
 *
 * <p>That word tells everything as long as nothing is spare between those who wait. When somebody leaves the line, or
 * gives back while others wait, the line's {@link Schedule} takes its place, under the lock, until nothing is spare again
 * or nobody waits. A flag says so. It is set before the word is changed one last time, cleared after the word is right
 * again, and looked at after the word and the clock are read: who overlooks it cannot set the word.
 *
 * <p>Over any stretch of time, the permits that are taken or fall due in it, less those given back in it, are at most
 * rate x time + burst.
 *
 * <p>Source: ITU-T I.371, virtual scheduling algorithm.
 */
class GcraStore extends FullAt implements PermitStore {
  private static final Admission ONE = Admission.granted(1L);
  private static final VarHandle LINE = Fields.handle(MethodHandles.lookup(), "line", Line.class);

  private volatile @Nullable Line line;

  GcraStore(Rate rate, long burst, long maxWaitNanos, Timebase timebase) {
    super(rate, burst, maxWaitNanos, timebase);
  }

  @Override
  public Admission take(String key, long permits, long patienceNanos) {
    long share = Nanos.times(unitsPerPermit, permits);
    if (permits == 0 || share > burstUnits) {
      return extreme(permits);
    }
    long now = now();
    for (; ; ) {
      long full = fullAt();
      if (isSpare()) {
        return wait(permits, share, patienceNanos);
      }
      long next = ahead(full, now) + share;
      if (next > burstUnits) {
        return wait(permits, share, patienceNanos);
      }
      if (set(full, now + next)) {
        return granted(permits);
      }
    }
  }

  private boolean isSpare() {
    Line known = line;
    return known != null && known.spare;
  }

  private Admission extreme(long permits) {
    return permits == 0
        ? Admission.granted()
        : Admission.refused(
            "needs " + permits + " permits at once, more than the burst of " + burst(),
            Admission.UNKNOWN);
  }

  /** Returns a grant of permits that were there. */
  final Admission granted(long permits) {
    return permits == 1 ? ONE : line().grant(permits);
  }

  private Admission wait(long permits, long share, long patienceNanos) {
    long patience = rate().toUnits(Math.min(patienceNanos, maxWaitNanos));
    Line waiting = line();
    Admission answer;
    waiting.lock.lock();
    try {
      answer = join(waiting, permits, share, patience);
    } finally {
      waiting.lock.unlock();
    }
    // its words are chosen without the lock: they cost more than all the rest
    return answer.isGranted() ? answer : refused(permits, answer.retryAfterNanos());
  }

  private Admission join(Line waiting, long permits, long share, long patience) {
    for (; ; ) {
      long full = fullAt();
      long now = now();
      if (waiting.spare) {
        if (waiting.resume(this, now)) {
          return fitIn(waiting, permits, share, patience);
        }
        continue;
      }
      long ahead = ahead(full, now);
      long wait = Math.max(0, ahead + share - burstUnits);
      if (wait > patience) {
        return answer(permits, now + wait, wait, patience);
      }
      if (set(full, now + ahead + share)) {
        if (wait > 0) {
          waiting.follow(this, full, now, ahead);
          waiting.schedule.draw(now + wait, share);
        }
        return answer(permits, now + wait, wait, patience);
      }
    }
  }

  private Admission fitIn(Line waiting, long permits, long share, long patience) {
    Schedule schedule = waiting.schedule;
    long moment = schedule.earliest(share);
    long wait = moment - schedule.now();
    if (wait <= patience) {
      schedule.draw(moment, share);
      waiting.settle(this);
    }
    return answer(permits, moment, wait, patience);
  }

  private Admission answer(long permits, long moment, long wait, long patience) {
    if (wait > patience) {
      return Admission.refused("", rate().toNanos(wait));
    }
    return wait == 0
        ? granted(permits)
        : Admission.grantedAfter(new Place(permits, moment), rate().toNanos(wait));
  }

  private static Admission refused(long permits, long nanos) {
    String what = permits == 1 ? "no permit" : "no " + permits + " permits";
    return Admission.refused(what + " for another " + Nanos.text(nanos), nanos);
  }

  private Line line() {
    Line known = line;
    if (known == null) {
      LINE.compareAndSet(this, null, new Line(burstUnits));
      known = line;
    }
    if (known == null) {
      throw new AssertionError("a line once made does not go away");
    }
    return known;
  }

  /** Takes as many permits as are there, none of them waited for; none if they are fewer than so many. */
  final long takeBetween(long least, long most) {
    for (; ; ) {
      long full = fullAt();
      long now = now();
      if (isSpare()) {
        long taken = takeSpare(least, most);
        if (taken >= 0) {
          return taken;
        }
        continue;
      }
      long ahead = ahead(full, now);
      long permits = Math.min(most, (burstUnits - ahead) / unitsPerPermit);
      if (permits < least) {
        return 0;
      }
      if (set(full, now + ahead + permits * unitsPerPermit)) {
        return permits;
      }
    }
  }

  /** The same while somebody waits and something may be spare; below zero if that is over. */
  private long takeSpare(long least, long most) {
    Line waiting = line();
    waiting.lock.lock();
    try {
      long permits = Math.min(most, waiting.spare(this));
      if (permits < 0 || permits < least) {
        return Math.min(0, permits);
      }
      waiting.schedule.draw(waiting.schedule.now(), permits * unitsPerPermit);
      waiting.settle(this);
      return permits;
    } finally {
      waiting.lock.unlock();
    }
  }

  @Override
  public void giveBack(String key, @Nullable Object lease) {
    if (lease instanceof Long permits) {
      credit(permits);
    } else if (lease instanceof Place place && place.giveBack()) {
      giveBack(place.permits, place);
    }
  }

  /** Puts permits back that were there to take. */
  final void credit(long permits) {
    giveBack(permits, null);
  }

  private void giveBack(long permits, @Nullable Place place) {
    Line waiting = line();
    waiting.lock.lock();
    try {
      while (!tryGiveBack(waiting, permits * unitsPerPermit, place)) {
        // somebody found permits at hand meanwhile
      }
    } finally {
      waiting.lock.unlock();
    }
  }

  private boolean tryGiveBack(Line waiting, long share, @Nullable Place place) {
    long full = fullAt();
    long now = now();
    @Nullable Place early = place == null || place.moment - now <= 0 ? null : place;
    if (waiting.open(this, full, now)) {
      if (early == null) {
        waiting.schedule.giveBack(share);
      } else {
        waiting.schedule.leave(early.moment, share);
      }
      waiting.settle(this);
      return true;
    }
    if (!waiting.schedule.isEmpty() || fullAt() != full) {
      return false;
    }
    // nobody waits: a full bucket holds no more; a place can only be one from before a step back
    long credit = early != null ? 0 : Math.min(share, ahead(full, now));
    return credit == 0 || set(full, full - credit);
  }

  /** Returns how many permits could be taken now without waiting. */
  long available() {
    for (; ; ) {
      long full = fullAt();
      long now = now();
      if (!isSpare()) {
        return (burstUnits - Math.min(burstUnits, ahead(full, now))) / unitsPerPermit;
      }
      long spare = availableInLine();
      if (spare >= 0) {
        return spare;
      }
    }
  }

  private long availableInLine() {
    Line waiting = line();
    waiting.lock.lock();
    try {
      return waiting.spare(this);
    } finally {
      waiting.lock.unlock();
    }
  }
}
