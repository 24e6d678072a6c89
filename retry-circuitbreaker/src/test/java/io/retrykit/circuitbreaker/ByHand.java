package io.retrykit.circuitbreaker;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.Nanos;

/** What an engine says to a breaker, by hand; without assertions, which Lincheck would trace in the races. */
final class ByHand {
  static final AdmissionRequest REQUEST = AdmissionRequest.first("key", 1, Nanos.FOREVER);
  private static final Outcome FAILURE = Outcome.ofFailure(new IllegalStateException("down"));

  private ByHand() {}

  static Admission admit(CircuitBreaker breaker) {
    return breaker.admit(REQUEST);
  }

  static void succeed(CircuitBreaker breaker, Admission grant, long nanos) {
    breaker.succeeded(grant.lease(), "result", nanos);
  }

  static void fail(CircuitBreaker breaker, Admission grant, long nanos) {
    breaker.failed(grant.lease(), FAILURE, Verdict.retry(), nanos);
  }

  static void abandon(CircuitBreaker breaker, Admission grant) {
    breaker.abandoned(grant.lease());
  }
}
