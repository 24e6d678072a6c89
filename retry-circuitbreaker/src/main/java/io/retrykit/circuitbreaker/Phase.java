package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import org.jspecify.annotations.Nullable;

/**
 * One stay of a breaker in one state, from one transition to the next. A phase is a generation: an outcome whose lease
 * belongs to another one changes nothing.
 */
abstract class Phase extends Lease {
  final CircuitBreaker breaker;
  final long sinceNanos;

  /** What every request is answered, if they are all answered alike. */
  final @Nullable Admission grant;

  /**
   * Makes a phase.
   *
   * @param shares whether all its calls share the phase as their lease
   */
  @SuppressWarnings("this-escape") // nobody can ask for the lease before the breaker has the phase
  Phase(CircuitBreaker breaker, long sinceNanos, boolean shares) {
    this.breaker = breaker;
    this.sinceNanos = sinceNanos;
    this.grant = shares ? Admission.granted(this) : null;
  }

  /** Makes the phase that somebody wants by hand. */
  interface Next {
    Phase after(Phase before, long now);
  }

  abstract CircuitState state();

  /** Answers a request where {@link #grant} does not. */
  abstract Admission admit(AdmissionRequest request);

  /** Returns how calls have ended lately. */
  abstract Counts counts(long nowNanos);

  /** Returns how many calls must be counted before a share of them means anything. */
  abstract int minimum();

  /** Returns how many calls were refused in this phase. */
  long refused() {
    return 0;
  }

  /** Returns how long it is until the next request may be granted, in nanoseconds; -1 if that is not known. */
  long remainingNanos(long nowNanos) {
    return 0;
  }

  @Override
  final CircuitBreaker breaker() {
    return breaker;
  }

  @Override
  void succeeded(long nanos) {}

  @Override
  void failed(long nanos) {}

  @Override
  void neither() {}
}
