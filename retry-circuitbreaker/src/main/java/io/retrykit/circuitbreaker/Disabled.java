package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;

/** A disabled breaker: everything goes through, nothing is counted. */
final class Disabled extends Phase {
  Disabled(CircuitBreaker breaker, long now) {
    super(breaker, now, true);
  }

  @Override
  int minimum() {
    return 1;
  }

  @Override
  CircuitState state() {
    return CircuitState.DISABLED;
  }

  @Override
  Admission admit(AdmissionRequest request) {
    return Admission.granted(this);
  }

  @Override
  Counts counts(long nowNanos) {
    return Counts.NONE;
  }
}
