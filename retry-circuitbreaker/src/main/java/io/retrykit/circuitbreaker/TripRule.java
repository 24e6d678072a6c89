package io.retrykit.circuitbreaker;

/**
 * When counts are bad enough to open. Immutable.
 *
 * @param minimumCalls how many calls there must be before a rate means anything
 * @param failureRate from which share of failed calls on, in percent
 * @param slowRate from which share of slow calls on, in percent; infinite: they do not count
 * @param failures from how many failed calls on, however many there were; takes the place of the rates if not zero
 */
record TripRule(int minimumCalls, double failureRate, double slowRate, int failures) {
  static final double NEVER = Double.POSITIVE_INFINITY;

  /** Tells whether calls counted by a closed breaker are bad enough. */
  boolean trips(long calls, long failed, long slow, long overdue) {
    if (failures > 0) {
      return failed >= failures;
    }
    return (calls >= minimumCalls && failsTooOften(calls, failed))
        || (calls + overdue >= minimumCalls && slowTooOften(calls + overdue, slow + overdue));
  }

  /** Tells whether so many probes are bad enough; there is no minimum. */
  boolean exceeds(long calls, long failed, long slow) {
    return failsTooOften(calls, failed) || slowTooOften(calls, slow);
  }

  private boolean failsTooOften(long calls, long failed) {
    // no division: exact at the threshold
    return failed > 0 && failed * 100.0 >= failureRate * calls;
  }

  private boolean slowTooOften(long calls, long slow) {
    return slow > 0 && slow * 100.0 >= slowRate * calls;
  }

  /** Says what is bad about counts that trip. */
  String reason(Counts counts) {
    if (failures > 0) {
      return counts.failed() + " of the last " + counts.calls() + " calls failed";
    }
    if (counts.calls() >= minimumCalls && failsTooOften(counts.calls(), counts.failed())) {
      return percent(counts.failed(), counts.calls()) + " of " + counts.calls() + " calls failed";
    }
    long calls = counts.calls() + counts.overdue();
    String underWay =
        counts.overdue() == 0 ? "" : ", " + counts.overdue() + " of them still under way";
    return percent(counts.slow() + counts.overdue(), calls) + " of " + calls + " calls were slow"
        + underWay;
  }

  private static String percent(long part, long whole) {
    return (whole == 0 ? 0 : Math.round(part * 100.0 / whole)) + "%";
  }
}
