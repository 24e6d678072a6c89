package io.retrykit.circuitbreaker;

/**
 * What probes have to show. Immutable.
 *
 * @param probes how many there are
 * @param successes how many of them have to be fast successes; 0: all are waited for, and judged by the rates
 */
record Probation(int probes, int successes) {
  /** The possible answers. */
  enum Ruling {
    WAIT,
    CLOSE,
    OPEN
  }

  /**
   * Judges the probes so far.
   *
   * @param good how many of them succeeded and were fast
   */
  Ruling rule(TripRule rates, Counts counts, long good) {
    long slow = counts.slow() + counts.overdue();
    if (successes > 0) {
      long bad = counts.calls() + counts.overdue() - good;
      return good >= successes
          ? Ruling.CLOSE
          : bad > probes - successes ? Ruling.OPEN : Ruling.WAIT;
    }
    if (counts.calls() >= probes) {
      return rates.exceeds(counts.calls(), counts.failed(), counts.slow())
          ? Ruling.OPEN
          : Ruling.CLOSE;
    }
    long calls = counts.calls() + counts.overdue();
    return counts.overdue() > 0 && calls >= probes && rates.exceeds(calls, counts.failed(), slow)
        ? Ruling.OPEN
        : Ruling.WAIT;
  }
}
