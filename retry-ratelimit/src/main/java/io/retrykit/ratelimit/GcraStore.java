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
  private static final VarHandle FULL_AT;
  private static final VarHandle LINE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      FULL_AT = lookup.findVarHandle(GcraStore.class, "fullAt", long.class);
      LINE = lookup.findVarHandle(GcraStore.class, "line", Line.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

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
    // now is read again: it may be older than the moment, if this thread was kept waiting between
    // the two
    return ahead > longest && full - now() > longest ? burstUnits : ahead;
  }

  private Rate rate() {
    return new Rate(unitsPerPermit, unitsPerNano);
  }

  @Override
  public Admission take(String key, long permits, long patienceNanos) {
    long share = permits * unitsPerPermit;
    if (permits == 0 || share > burstUnits || share < permits) {
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
    Line waiting = line();
    long patience = rate().toUnits(Math.min(patienceNanos, maxWaitNanos));
    for (; ; ) {
      long full = fullAt;
      long now = now();
      long next = ahead(full, now) + share;
      long wait = Math.max(0, next - burstUnits);
      long place = wait == 0 ? now : waiting.takeLeft(permits, now, wait, now + wait);
      if (place - now < wait) {
        return reserved(permits, place, place - now, patience);
      }
      if (wait > patience) {
        return refused(permits, wait);
      }
      waiting.waiting(permits);
      if (FULL_AT.compareAndSet(this, full, now + next)) {
        return wait == 0 ? waiting.grant(permits) : reserved(permits, now + wait, wait, patience);
      }
    }
  }

  private Admission reserved(long permits, long moment, long wait, long patience) {
    if (wait > patience) { // a place that was left, further ahead than this caller can wait
      line().leave(moment, permits, now());
      return refused(permits, wait);
    }
    return Admission.grantedAfter(new Reservation(permits, moment), rate().toNanos(wait));
  }

  private Admission refused(long permits, long wait) {
    long nanos = rate().toNanos(wait);
    String what = permits == 1 ? "no permit" : "no " + permits + " permits";
    return Admission.refused(what + " for another " + Nanos.text(nanos), nanos);
  }

  private Line line() {
    Line known = line;
    if (known == null) {
      LINE.compareAndSet(this, null, new Line());
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
    } else if (lease instanceof Reservation reservation && reservation.giveBack()) {
      leave(reservation);
    }
  }

  private void leave(Reservation reservation) {
    for (; ; ) {
      long full = fullAt;
      long now = now();
      if (reservation.moment - now <= 0) {
        credit(reservation.permits); // its moment has come: these are permits like any other
        return;
      }
      if (full - reservation.moment != burstUnits) {
        line().leave(reservation.moment, reservation.permits, now);
        return;
      }
      if (FULL_AT.compareAndSet(this, full, full - reservation.permits * unitsPerPermit)) {
        return; // it was the last in line
      }
    }
  }

  /**
   * Puts permits back that were there to take. A full bucket holds no more; and while others wait for moments that are
   * theirs already, it has room for what the heaviest of them leaves: with more, two moments could fall together.
   */
  void credit(long permits) {
    for (; ; ) {
      long full = fullAt;
      long ahead = ahead(full, now());
      long room = ahead > burstUnits ? burstUnits - line().heaviest() * unitsPerPermit : ahead;
      long credit = Math.min(permits * unitsPerPermit, Math.max(0, room));
      if (credit == 0 || FULL_AT.compareAndSet(this, full, full - credit)) {
        return;
      }
    }
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
