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
 * <p>Over any stretch of time, the permits that are taken or fall due in it, less those given back in it, are at most
 * rate x time + burst.
 *
 * <p>Source: ITU-T I.371, virtual scheduling algorithm.
 */
final class GcraStore implements PermitStore {
  private static final Admission ONE = Admission.granted(1L);
  private static final VarHandle FULL_AT =
      Fields.handle(MethodHandles.lookup(), "fullAt", long.class);
  private static final VarHandle LINE = Fields.handle(MethodHandles.lookup(), "line", Line.class);

  private final Timebase timebase;
  private final long unitsPerPermit;
  private final int unitsPerNano;
  private final long burstUnits;
  private final long maxWaitNanos;
  private volatile long fullAt;
  private volatile @Nullable Line line;

  GcraStore(Rate rate, long burst, long maxWaitNanos, Timebase timebase) {
    this.timebase = timebase;
    this.unitsPerPermit = rate.unitsPerPermit();
    this.unitsPerNano = rate.unitsPerNano();
    this.burstUnits = rate.units("burst", burst);
    this.maxWaitNanos = maxWaitNanos;
    this.fullAt = now();
  }

  private long now() {
    return timebase.nanos() * unitsPerNano;
  }

  /** Returns how far ahead of now the bucket is full again, zero or more. */
  private long ahead(long full, long now) {
    long ahead = full - now;
    if (ahead <= 0) {
      return 0;
    }
    return ahead <= burstUnits ? ahead : checked(full, ahead);
  }

  /**
   * Nobody is let into the line for longer than the longest wait: what is further ahead is the moment of a clock that has
   * stepped back since. The bucket is empty then, but nothing is owed, or the limiter would be stuck.
   */
  private long checked(long full, long ahead) {
    long longest = burstUnits + rate().toUnits(maxWaitNanos);
    if (ahead <= longest) {
      return ahead;
    }
    // read again: it may be older than the moment, if this thread was held up between the two
    long now = now();
    if (full - now <= longest) {
      return ahead;
    }
    // set here, or the bucket would not fill for those who do not wait
    FULL_AT.compareAndSet(this, full, now + burstUnits);
    return burstUnits;
  }

  private Rate rate() {
    return new Rate(unitsPerPermit, unitsPerNano);
  }

  @Override
  public Admission take(String key, long permits, long patienceNanos) {
    long share = Nanos.times(unitsPerPermit, permits);
    if (permits == 0 || share > burstUnits) {
      return extreme(permits);
    }
    long now = now();
    for (; ; ) {
      long full = fullAt;
      long next = ahead(full, now) + share;
      if (next > burstUnits) {
        return wait(permits, share, patienceNanos);
      }
      if (FULL_AT.compareAndSet(this, full, now + next)) {
        return permits == 1 ? ONE : line().grant(permits);
      }
    }
  }

  private Admission extreme(long permits) {
    return permits == 0
        ? Admission.granted()
        : Admission.refused(
            "needs " + permits + " permits at once, more than the burst of " + burst(),
            Admission.UNKNOWN);
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
      long full = fullAt;
      long now = now();
      long ahead = ahead(full, now);
      long wait = Math.max(0, ahead + share - burstUnits);
      long place = waiting.takeLeft(permits, now, Math.min(wait, patience + 1), now + wait);
      if (place - now < wait) {
        return reserved(permits, place, place - now);
      }
      if (wait > patience) {
        return Admission.refused("", rate().toNanos(wait));
      }
      if (FULL_AT.compareAndSet(this, full, now + ahead + share)) {
        if (wait == 0) {
          return waiting.grant(permits);
        }
        waiting.joined(permits, place, now);
        return reserved(permits, place, wait);
      }
    }
  }

  private Admission reserved(long permits, long moment, long wait) {
    return Admission.grantedAfter(new Place(permits, moment), rate().toNanos(wait));
  }

  private static Admission refused(long permits, long nanos) {
    String what = permits == 1 ? "no permit" : "no " + permits + " permits";
    return Admission.refused(what + " for another " + Nanos.text(nanos), nanos);
  }

  private Line line() {
    Line known = line;
    if (known == null) {
      LINE.compareAndSet(this, null, new Line(now()));
      known = line;
    }
    if (known == null) {
      throw new AssertionError("a line once made does not go away");
    }
    return known;
  }

  /** Takes as many permits as are there, none of them waited for, up to {@code most}; returns how many. */
  long takeUpTo(long most) {
    for (; ; ) {
      long full = fullAt;
      long now = now();
      long ahead = ahead(full, now);
      long permits = Math.min(most, (burstUnits - ahead) / unitsPerPermit);
      if (permits <= 0) {
        return 0;
      }
      if (FULL_AT.compareAndSet(this, full, now + ahead + permits * unitsPerPermit)) {
        return permits;
      }
    }
  }

  @Override
  public void giveBack(String key, @Nullable Object lease) {
    if (lease instanceof Long permits) {
      credit(permits);
    } else if (lease instanceof Place place && place.giveBack()) {
      leave(place);
    }
  }

  private void leave(Place place) {
    Line waiting = line();
    waiting.lock.lock();
    try {
      long now = now();
      if (place.moment - now <= 0) {
        credit(waiting, place.permits); // its moment has come: permits like any other
        return;
      }
      waiting.leave(place.moment, place.permits, now);
      shorten(waiting);
    } finally {
      waiting.lock.unlock();
    }
  }

  /** Takes back the places at the end of the line that nobody stands in. */
  private void shorten(Line waiting) {
    for (; ; ) {
      long full = fullAt;
      long end = full - burstUnits;
      long share = waiting.leftAt(end) * unitsPerPermit;
      if (share == 0) {
        return;
      }
      if (FULL_AT.compareAndSet(this, full, full - share)) { // else somebody found permits at hand
        waiting.shortened(end, end - share);
      }
    }
  }

  /** Puts permits back that were there to take. */
  void credit(long permits) {
    Line waiting = line();
    waiting.lock.lock();
    try {
      credit(waiting, permits);
    } finally {
      waiting.lock.unlock();
    }
  }

  private void credit(Line waiting, long permits) {
    while (!tryCredit(waiting, permits)) {
      // somebody found permits at hand meanwhile
    }
  }

  private boolean tryCredit(Line waiting, long permits) {
    long full = fullAt;
    long now = now();
    if (!waiting.isBusy(now)) {
      long credit =
          Math.min(permits * unitsPerPermit, ahead(full, now)); // a full one holds no more
      return credit == 0 || FULL_AT.compareAndSet(this, full, full - credit);
    }
    long room = waiting.room(permits, burst());
    boolean done = room == 0 || FULL_AT.compareAndSet(this, full, full - room * unitsPerPermit);
    if (done) {
      waiting.credit(room);
    }
    return done;
  }

  /** Returns how many permits the bucket holds when it is full. */
  long burst() {
    return burstUnits / unitsPerPermit;
  }

  /** Returns how many permits could be taken now without waiting. */
  long available() {
    return (burstUnits - Math.min(burstUnits, ahead(fullAt, now()))) / unitsPerPermit;
  }
}
