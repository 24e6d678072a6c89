package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;

/** The lease of one call that goes through a half-open breaker. What is not final is guarded by its lock. */
final class Probe extends Lease {
  long startNanos;
  final Admission grant;
  private final HalfOpen phase;

  /** Whether its outcome is known, so that another one is not. */
  boolean ended;

  @SuppressWarnings("this-escape")
  Probe(HalfOpen phase, long startNanos) {
    this.phase = phase;
    this.startNanos = startNanos;
    this.grant = Admission.granted(this);
  }

  @Override
  CircuitBreaker breaker() {
    return phase.breaker;
  }

  @Override
  void succeeded(long nanos) {
    phase.ended(this, true, false, breaker().settings.isSlow(nanos));
  }

  @Override
  void failed(long nanos) {
    phase.ended(this, true, true, breaker().settings.isSlow(nanos));
  }

  @Override
  void neither() {
    phase.ended(this, false, false, false);
  }
}
