package io.retrykit.circuitbreaker;

import java.time.Duration;

/** What can be done by hand, with both breakers. */
final class Steps {
  private Steps() {}

  /** Moves ours to a state; open for its own time, or for {@code openMillis} if they are not 0. */
  static void ours(CircuitBreaker ours, CircuitState to, long openMillis) {
    switch (to) {
      case CLOSED -> ours.reset();
      case OPEN -> {
        if (openMillis == 0) {
          ours.open();
        } else {
          ours.openFor(Duration.ofMillis(openMillis));
        }
      }
      case HALF_OPEN -> ours.halfOpen();
      case FORCED_OPEN -> ours.forceOpen();
      case DISABLED -> ours.disable();
      case METRICS_ONLY -> ours.metricsOnly();
    }
  }

  /** Moves theirs, as ours. */
  static void theirs(Resilience4jBreaker theirs, CircuitState to, long openMillis) {
    switch (to) {
      case CLOSED -> theirs.breaker.reset();
      case OPEN -> {
        if (openMillis == 0) {
          theirs.breaker.transitionToOpenState();
        } else {
          theirs.openFor(openMillis);
        }
      }
      case HALF_OPEN -> theirs.breaker.transitionToHalfOpenState();
      case FORCED_OPEN -> theirs.breaker.transitionToForcedOpenState();
      case DISABLED -> theirs.breaker.transitionToDisabledState();
      case METRICS_ONLY -> theirs.breaker.transitionToMetricsOnlyState();
    }
  }
}
