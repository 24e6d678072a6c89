package io.retrykit.circuitbreaker;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a call may end, for either breaker. */
enum PeerOutcome {
  OK,
  FAIL,
  IGNORED,
  RELEASED;

  private static final Outcome FAILURE = Outcome.ofFailure(failure());
  private static final Outcome IGNORABLE = Outcome.ofFailure(new Ignorable());

  /** What both are set to ignore. */
  static final class Ignorable extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Returns what both count. */
  static RuntimeException failure() {
    return new IllegalStateException("failed");
  }

  /** Tells ours that a call has ended like this. */
  void tell(CircuitBreaker ours, @Nullable Object lease, long millis) {
    long nanos = Duration.ofMillis(millis).toNanos();
    switch (this) {
      case OK -> ours.succeeded(lease, null, nanos);
      case FAIL -> ours.failed(lease, FAILURE, Verdict.retry(), nanos);
      case IGNORED -> ours.failed(lease, IGNORABLE, Verdict.retry(), nanos);
      case RELEASED -> ours.abandoned(lease);
    }
  }
}
