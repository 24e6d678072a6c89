package io.retrykit.ratelimit;

import io.retrykit.time.Timebase;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The one word of a bucket: the moment at which it will be full if nobody takes anything, in units of the {@link Rate}; and
 * the clock that it is read by. Not a field of the limiter's store but its base, to spare an object each.
 */
abstract class FullAt {
  private static final VarHandle FULL_AT =
      Fields.handle(MethodHandles.lookup(), "fullAt", long.class);

  private final Timebase timebase;
  final long unitsPerPermit;
  private final int unitsPerNano;
  final long burstUnits;
  final long maxWaitNanos;
  private volatile long fullAt;

  FullAt(Rate rate, long burst, long maxWaitNanos, Timebase timebase) {
    this.timebase = timebase;
    this.unitsPerPermit = rate.unitsPerPermit();
    this.unitsPerNano = rate.unitsPerNano();
    this.burstUnits = rate.units("burst", burst);
    this.maxWaitNanos = maxWaitNanos;
    this.fullAt = timebase.nanos() * unitsPerNano;
  }

  final long now() {
    return timebase.nanos() * unitsPerNano;
  }

  final Rate rate() {
    return new Rate(unitsPerPermit, unitsPerNano);
  }

  /** Returns how many permits the bucket holds when it is full. */
  final long burst() {
    return burstUnits / unitsPerPermit;
  }

  final long fullAt() {
    return fullAt;
  }

  /** Sets the word unless somebody else has. */
  final boolean set(long seen, long next) {
    return FULL_AT.compareAndSet(this, seen, next);
  }

  /** Sets the word that nobody else can set. */
  final void set(long next) {
    fullAt = next;
  }

  /** Returns how far ahead of now the bucket is full again, zero or more. */
  final long ahead(long full, long now) {
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
    long longest = longest();
    if (ahead <= longest) {
      return ahead;
    }
    // read again: it may be older than the moment, if this thread was held up between the two
    long now = now();
    if (full - now <= longest) {
      return ahead;
    }
    // set here, or the bucket would not fill for those who do not wait
    set(full, now + burstUnits);
    return burstUnits;
  }

  /** Returns how far ahead the bucket can be full at the most, on one clock. */
  final long longest() {
    return burstUnits + rate().toUnits(maxWaitNanos);
  }
}
