package io.retrykit.policy;

/** Why a call was not tried again. */
public enum StopReason {
  /** The policy does not select this failure or result. */
  NOT_RETRYABLE("not retryable"),
  /** The policy aborts on this failure or result. */
  ABORTED("aborted by the policy"),
  /** A classifier said so, for example because the server did. */
  CLASSIFIED("classified as final"),
  /** Every attempt allowed has been made. */
  MAX_ATTEMPTS("max attempts"),
  /** The process-wide switch allows no more attempts. */
  SWITCHED_OFF("retries switched off"),
  /** The backoff has nothing more to offer. */
  BACKOFF_ENDED("backoff ended"),
  /** The next pause would cross the maximum duration of the call. */
  MAX_DURATION("max duration"),
  /** The server asks for a longer pause than the policy allows. */
  SERVER_DELAY("server delay too long"),
  /** The retry budget is dry. */
  BUDGET("retry budget exhausted"),
  /** A guard refused the attempt. */
  REFUSED("refused"),
  /** The thread was interrupted. */
  INTERRUPTED("interrupted"),
  /** The call was cancelled, or ended from outside in another way. */
  CANCELLED("cancelled"),
  /** A part of a stream has been delivered, and nobody can go on with it. */
  DELIVERED("partly delivered"),
  /** A predicate, a backoff function, a classifier, the budget or a stream's subscriber threw. */
  CALLBACK_FAILED("a callback failed");

  private final String text;

  StopReason(String text) {
    this.text = text;
  }

  /** Returns the reason in words. */
  @Override
  public String toString() {
    return text;
  }
}
