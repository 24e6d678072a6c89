package io.retrykit.circuitbreaker;

/**
 * What either breaker says it has counted.
 *
 * @param failureRate in percent, as the float that Resilience4j makes of it; -1 if it is not known
 * @param slowRate likewise
 */
record PeerCounts(long calls, long failed, long slow, float failureRate, float slowRate) {
  static PeerCounts of(CircuitSnapshot ours) {
    return new PeerCounts(
        ours.calls(),
        ours.failed(),
        ours.slow() + ours.overdue(),
        (float) ours.failureRate().orElse(-1),
        (float) ours.slowRate().orElse(-1));
  }

  /** Returns the same counts where rates mean something from so many calls on. */
  PeerCounts ratedFrom(int minimumCalls) {
    boolean known = calls > 0 && calls >= minimumCalls;
    return new PeerCounts(
        calls, failed, slow, known ? rate(failed) : -1, known ? rate(slow) : -1);
  }

  private float rate(long part) {
    return part * 100.0f / calls;
  }
}
