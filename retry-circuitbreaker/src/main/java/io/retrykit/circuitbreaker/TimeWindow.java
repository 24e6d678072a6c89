package io.retrykit.circuitbreaker;

import org.jspecify.annotations.Nullable;

/**
 * The calls of a stretch of time, in buckets; the current one counts whole, so a window of n buckets looks back between
 * n - 1 and n of them. While none of its calls failed or was slow, successes are counted apart, each thread in a cell of
 * its own; the first call that is not a fast success gathers what the cells hold and closes them.
 */
final class TimeWindow extends Recording implements QuietCells.Receiver {
  private final QuietCells cells = new QuietCells();
  private final @Nullable InFlight inFlight;
  private final long[] calls;
  private final long[] failed;
  private final long[] slow;
  private volatile long shift; // added to the number of a bucket, once the clock was put back
  private long newest; // the number of the current bucket, from the origin of the breaker's time
  private long allCalls;
  private long allFailed;
  private long allSlow;

  TimeWindow(CircuitBreaker breaker, long sinceNanos, boolean metricsOnly) {
    super(breaker, sinceNanos, metricsOnly);
    Settings settings = breaker.settings;
    int buckets = settings.windowBuckets;
    this.calls = new long[buckets];
    this.failed = new long[buckets];
    this.slow = new long[buckets];
    this.newest = Math.max(0, settings.bucket(sinceNanos));
    this.inFlight = settings.watchesSlowness() ? new InFlight(settings, sinceNanos, this) : null;
  }

  @Override
  @Nullable
  InFlight inFlight() {
    return inFlight;
  }

  @Override
  long windowNanos() {
    return breaker.settings.timebase.nanos();
  }

  @Override
  void succeeded(long nanos) {
    long now = windowNanos();
    if (breaker.settings.isSlow(nanos)) {
      record(false, true, now);
    } else if (!cells.add(bucket(now))) {
      record(false, false, now);
    } else if (inFlight != null && (inFlight.mayAge(now) || inFlight.overdue() > 0)) {
      note(now); // counted first: whoever finds calls overdue after that has seen it
    }
  }

  private long bucket(long nowNanos) {
    return breaker.settings.bucket(nowNanos) + shift;
  }

  /** Goes on from where the window stands if the clock was put back further than the window reaches. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // the lock is held
  private long putBack() {
    long bucket = bucket(windowNanos()); // what was read may just be old
    if (bucket > newest - calls.length) {
      return bucket;
    }
    shift += newest - bucket;
    return newest;
  }

  @Override
  void expire(long nowNanos) {
    long bucket = bucket(nowNanos);
    if (bucket <= newest - calls.length) {
      bucket = putBack();
    }
    if (bucket <= newest) {
      return; // the same one, or a reading a little older than the last one
    }
    collect();
    long gone = Math.min(bucket - newest, calls.length);
    for (long b = newest + 1; b <= newest + gone; b++) {
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
    if (!hasFailed && !wasSlow && isQuiet()) {
      cells.open(newest, this);
      return held;
    }
    cells.close(this);
    int place = (int) (newest % calls.length);
    calls[place]++;
    allCalls++;
    if (hasFailed) {
      failed[place]++;
      allFailed++;
    }
    if (wasSlow) {
      slow[place]++;
      allSlow++;
    }
    return held;
  }

  private boolean isQuiet() {
    return allFailed == 0 && allSlow == 0;
  }

  private void collect() {
    cells.drain(this);
  }

  @Override
  public void gather(long bucket, long count) {
    if (bucket > newest - calls.length) { // else it is too old already
      calls[(int) (bucket % calls.length)] += count;
      allCalls += count;
    }
  }

  @Override
  boolean trips(long held, long overdue) {
    if (overdue > 0) {
      collect();
    }
    return breaker.settings.tripRule.trips(allCalls, allFailed, allSlow, overdue);
  }

  @Override
  Counts counts(long held, long overdue) {
    collect();
    return new Counts(allCalls, allFailed, allSlow, overdue);
  }
}
