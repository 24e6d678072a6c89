package io.retrykit.circuitbreaker;

/**
 * The last calls, a bit for each that failed and one for each that was slow, if anybody asks for that. A success that
 * enters a window full of fast successes changes nothing, so it only looks.
 */
class CountWindow extends Recording {
  private final long[] bits;

  CountWindow(CircuitBreaker breaker, long sinceNanos, boolean metricsOnly) {
    super(breaker, sinceNanos, metricsOnly);
    int words = (breaker.settings.windowCalls + Long.SIZE - 1) / Long.SIZE;
    this.bits = new long[breaker.settings.watchesSlowness() ? 2 * words : words];
  }

  @Override
  void succeeded(long nanos) {
    if (Tally.isQuiet(word)) {
      return;
    }
    if (inFlight() != null || !improve()) {
      record(false, false, breaker.settings.timebase.nanos());
    }
  }

  @Override
  final long put(long held, boolean failed, boolean slow, long nowNanos) {
    int size = breaker.settings.windowCalls;
    int place = Tally.position(held);
    long counted = Tally.addFailed(held, replace(place, failed));
    if (breaker.settings.watchesSlowness()) {
      counted = Tally.addSlow(counted, replace(bits.length / 2 * Long.SIZE + place, slow));
    }
    return Tally.next(counted, size);
  }

  /** Sets a bit and returns by how much the number of ones has changed. */
  private int replace(int place, boolean value) {
    long bit = 1L << place;
    long before = bits[place / Long.SIZE];
    bits[place / Long.SIZE] = value ? before | bit : before & ~bit;
    return (value ? 1 : 0) - ((before & bit) == 0 ? 0 : 1);
  }

  @Override
  final boolean trips(long held, long overdue) {
    int calls = Tally.calls(held, breaker.settings.windowCalls);
    return breaker.settings.tripRule.trips(calls, Tally.failed(held), Tally.slow(held), overdue);
  }

  @Override
  final Counts counts(long held, long overdue) {
    int calls = Tally.calls(held, breaker.settings.windowCalls);
    return new Counts(calls, Tally.failed(held), Tally.slow(held), overdue);
  }
}
