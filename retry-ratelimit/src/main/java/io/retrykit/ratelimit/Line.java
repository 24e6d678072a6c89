package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** What a limiter has to remember once somebody has waited, or has taken several permits at once. */
final class Line {
  private static final VarHandle LEFT;
  private static final VarHandle HEAVIEST;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      LEFT = lookup.findVarHandle(Line.class, "left", Slots.class);
      HEAVIEST = lookup.findVarHandle(Line.class, "heaviest", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private volatile @Nullable Slots left;
  private volatile long heaviest;
  private @Nullable Admission lastGrant; // racy: any one with the right number of permits will do

  /** Returns the most permits that one place in the line was ever for. */
  long heaviest() {
    return heaviest;
  }

  /** Remembers that somebody waits for so many permits; to be done before the place is taken. */
  void waiting(long permits) {
    for (long most = heaviest; most < permits; most = heaviest) {
      if (HEAVIEST.compareAndSet(this, most, permits)) {
        return;
      }
    }
  }

  /** Offers a place to whoever comes next. */
  void leave(long moment, long permits, long now) {
    Slots before;
    do {
      before = left;
    } while (!LEFT.compareAndSet(this, before, Slots.with(before, moment, permits, now)));
  }

  /** Takes the first place that fits and comes round in time; returns its moment, or {@code otherwise}. */
  long takeLeft(long permits, long now, long within, long otherwise) {
    for (Slots before = left; before != null; before = left) {
      Slots ahead = Slots.ahead(before, now);
      Slots place = ahead == null ? null : ahead.fitting(permits);
      if (ahead == null || place == null || place.moment() - now >= within) {
        return otherwise;
      }
      if (LEFT.compareAndSet(this, before, ahead.without(place, permits))) {
        return place.moment();
      }
    }
    return otherwise;
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
