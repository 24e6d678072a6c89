package io.retrykit.circuitbreaker;

/**
 * Hears what becomes of breakers. Called by the thread whose call brought it about, after it has come about, with no
 * lock held: be quick. What it throws is logged and dropped. Two transitions that follow each other closely may be
 * heard in the other order, on two threads; {@link CircuitBreaker#state} always tells the latest.
 */
@FunctionalInterface
public interface CircuitListener {
  /** A breaker has gone from one state to another; once for each time it does. */
  void onTransition(CircuitTransition transition);

  /**
   * A breaker has refused a call; once for each, so that refusals can be counted from one look at a dashboard to the next.
   *
   * @param breaker its name
   * @param state the state it was in
   */
  default void onRefused(String breaker, CircuitState state) {}

  /**
   * A breaker that only measures has seen what would have opened it; once for each time it is set to measure.
   *
   * @param snapshot what it has seen
   */
  default void onThreshold(CircuitSnapshot snapshot) {}
}
