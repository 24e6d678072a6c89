package io.retrykit.guard;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;

/**
 * What keeps retries from making an outage worse: retries spend from it, successes fill it. May be shared by many
 * policies. Implementations are safe for use by many threads and never block.
 *
 * <p>For one failed attempt the engine calls {@link #failed} and then, if it is about to retry, {@link #acquire}; for
 * one successful call, {@link #succeeded}. A budget that throws ends the call with that exception; what it throws when
 * something is given back, or the call has succeeded, is logged and dropped.
 */
public interface RetryBudget {
  /** The answer of {@link #acquire} when the budget is dry. */
  long REFUSED = -1;

  /** Returns a name for messages, events and logs. */
  String name();

  /**
   * An attempt failed, whether or not it will be retried.
   *
   * @param request the attempt
   * @param outcome what it threw or returned
   * @param verdict what the policy made of it
   */
  default void failed(AdmissionRequest request, Outcome outcome, Verdict verdict) {}

  /**
   * Asks for one retry.
   *
   * @param request the attempt that failed
   * @param outcome what it threw or returned
   * @param verdict why it is worth a retry
   * @return how much was taken, zero or more; {@link #REFUSED} if the retry must not be made, and nothing was taken
   */
  long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict);

  /**
   * A retry that was acquired is not made after all: a guard refused it, or the pause was interrupted.
   *
   * @param request the attempt it was acquired after
   * @param taken what {@link #acquire} took for it
   */
  default void returned(AdmissionRequest request, long taken) {}

  /**
   * A call succeeded.
   *
   * @param request the attempt that succeeded; its number tells whether there were retries
   * @param lastTaken what the last {@link #acquire} of this call took; 0 if there was none
   */
  default void succeeded(AdmissionRequest request, long lastTaken) {}
}
