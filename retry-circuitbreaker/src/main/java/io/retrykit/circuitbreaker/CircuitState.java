package io.retrykit.circuitbreaker;

/** The states of a {@link CircuitBreaker}. */
public enum CircuitState {
  /** Calls go through, and how they end is counted. */
  CLOSED,
  /** Calls are refused until the open time is over. The first one after it finds the breaker half-open. */
  OPEN,
  /** A few probes go through; how they end decides whether the breaker closes or opens again. */
  HALF_OPEN,
  /** Calls are refused until somebody says otherwise. */
  FORCED_OPEN,
  /** Calls go through and nothing is counted, until somebody says otherwise. */
  DISABLED,
  /** Calls go through and are counted, and nothing follows from it, until somebody says otherwise. */
  METRICS_ONLY
}
