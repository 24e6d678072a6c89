package io.retrykit.circuitbreaker;

import io.retrykit.time.Timebase;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a stretch of time, in buckets; the current one counts whole, so a window of n buckets looks back between
 * n - 1 and n of them. While none of its calls failed or was slow, successes are counted apart, each thread in a cell of
 * its own; the first call that is not a fast success gathers what the cells hold and closes them.
 */
final class TimeWindow extends Recording {
  private final Timebase clock;
  private final long bucketNanos;
  private final long slowNanos;
  private final QuietCells cells = new QuietCells();
  private final @Nullable InFlight inFlight;
  private final long[] calls;
  private final long[] failed;
  private final long[] slow;
  private volatile Bucket newest;
  private long allCalls;
  private long allFailed;
  private long allSlow;

  TimeWindow(CircuitBreaker breaker, long sinceNanos, boolean metricsOnly) {
    super(breaker, sinceNanos, metricsOnly);
    Settings settings = breaker.settings;
    int buckets = settings.windowBuckets;
    this.clock = settings.timebase;
    this.bucketNanos = settings.bucketNanos;
    this.slowNanos = settings.slowNanos;
    this.calls = new long[buckets];
    this.failed = new long[buckets];
    this.slow = new long[buckets];
    this.newest = settings.bucket(sinceNanos);
    this.inFlight = settings.watchesSlowness() ? new InFlight(settings, sinceNanos, this) : null;
  }

  @Override
  @Nullable
  InFlight inFlight() {
    return inFlight;
  }

  @Override
  void succeeded(long nanos) {
    // all that can be looked up is, before the clock: nothing after it begins before it is done
    Bucket bucket = newest;
    int place = QuietCells.ownPlace();
    boolean slow = nanos > slowNanos;
    long now = clock.nanos();
    if (slow) {
      record(false, true, now);
    } else if (!bucket.holds(now, bucketNanos) || !cells.add(place)) {
      record(false, false, now);
    } else if (inFlight != null && (inFlight.mayAge(now) || inFlight.overdue() > 0)) {
      note(now); // counted first: whoever finds calls overdue after that has seen it
    }
  }

  @Override
  boolean isFromBefore(long nowNanos) {
    return newest.startNanos() - nowNanos > calls.length * bucketNanos;
  }

  @Override
  void expire(long nowNanos) {
    long before = newest.number();
    Bucket bucket = newest.at(nowNanos, bucketNanos);
    if (bucket.number() <= before) {
      if (isFromBefore(nowNanos)) {
        newest = new Bucket(before, nowNanos); // the clock was put back: go on from here
      }
      return;
    }
    count(cells.take());
    long gone = Math.min(bucket.number() - before, calls.length);
    for (long b = before + 1; b <= before + gone; b++) {
      int place = (int) (b % calls.length);
      allCalls -= calls[place];
      allFailed -= failed[place];
      allSlow -= slow[place];
      calls[place] = 0;
      failed[place] = 0;
      slow[place] = 0;
    }
    newest = bucket;
  }

  @Override
  long put(long held, boolean hasFailed, boolean wasSlow, long nowNanos) {
    expire(nowNanos);
    if (hasFailed || wasSlow) {
      count(cells.close());
    } else if (allFailed == 0 && allSlow == 0) {
      cells.open();
    }
    count(1);
    if (hasFailed) {
      failed[place()]++;
      allFailed++;
    }
    if (wasSlow) {
      slow[place()]++;
      allSlow++;
    }
    return held;
  }

  private int place() {
    return (int) (newest.number() % calls.length);
  }

  /** Counts so many calls in the bucket under way; one told of a little late may be of the one before. */
  private void count(long more) {
    calls[place()] += more;
    allCalls += more;
  }

  @Override
  boolean trips(long held, long overdue) {
    long counted = overdue > 0 ? allCalls + cells.sum() : allCalls; // they are closed if any is bad
    return breaker.settings.tripRule.trips(counted, allFailed, allSlow, overdue);
  }

  @Override
  Counts counts(long held, long overdue) {
    return new Counts(allCalls + cells.sum(), allFailed, allSlow, overdue);
  }
}
