package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;

/** What the threads of a program do with one breaker, each with the leases it was granted itself. */
final class Traffic {
  final CircuitBreaker breaker;
  final Held held = new Held();

  Traffic(CircuitBreaker breaker) {
    this.breaker = breaker;
  }

  long acquire(int thread) {
    return held.keep(thread, ByHand.admit(breaker));
  }

  void succeed(int thread, long nanos) {
    Admission grant = held.drop(thread);
    if (grant != null) {
      held.ended(thread, false);
      ByHand.succeed(breaker, grant, nanos);
    }
  }

  void fail(int thread, long nanos) {
    Admission grant = held.drop(thread);
    if (grant != null) {
      held.ended(thread, true);
      ByHand.fail(breaker, grant, nanos);
    }
  }

  void abandon(int thread) {
    Admission grant = held.drop(thread);
    if (grant != null) {
      ByHand.abandon(breaker, grant);
    }
  }

  /** Returns state and counts, of one moment. */
  String look() {
    CircuitSnapshot seen = breaker.snapshot();
    return seen.state() + " " + seen.failed() + "/" + seen.calls() + " " + seen.overdue();
  }
}
