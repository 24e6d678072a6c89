package io.retrykit.examples.simulate;

/**
 * What one trial came to.
 *
 * @param callTimes when each write reached the server, in milliseconds, in order
 * @param time when the last client knew that it had written, in milliseconds
 * @param mostConflicts how many conflicts the unluckiest client met
 */
@SuppressWarnings("ArrayRecordComponent") // many thousand numbers, read once and dropped
record Trial(double[] callTimes, double time, int mostConflicts) {
  /** Returns how many writes reached the server, those in vain included. */
  int calls() {
    return callTimes.length;
  }
}
