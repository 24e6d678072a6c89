package io.retrykit.guard;

import io.retrykit.time.Nanos;

/**
 * What a guard is asked about: which call wants to make which attempt, and how long it can wait. Immutable. For the
 * first attempt of a plain call it is one constant object.
 */
public final class AdmissionRequest {
  private final String key;
  private final long cost;
  private final int attempt;
  private final long remainingNanos;

  private AdmissionRequest(String key, long cost, int attempt, long remainingNanos) {
    this.key = key;
    this.cost = cost;
    this.attempt = attempt;
    this.remainingNanos = remainingNanos;
  }

  /**
   * Returns the request for a first attempt.
   *
   * @param key what the call is about: a host, a model id, a tenant
   * @param cost how much of a quota it needs, in the quota's unit; zero or more
   * @param remainingNanos how long the whole call may take; {@link Nanos#FOREVER} if nobody says
   * @throws IllegalArgumentException if a number is negative
   */
  public static AdmissionRequest first(String key, long cost, long remainingNanos) {
    if (cost < 0) {
      throw new IllegalArgumentException("cost must be zero or more, was " + cost);
    }
    if (remainingNanos < 0) {
      throw new IllegalArgumentException(
          "remainingNanos must be zero or more, was " + remainingNanos);
    }
    return new AdmissionRequest(key, cost, 1, remainingNanos);
  }

  /**
   * Returns the same request for another moment of the call.
   *
   * @param newAttempt the attempt, from 1
   * @param newRemainingNanos what is left; below zero counts as zero
   */
  public AdmissionRequest at(int newAttempt, long newRemainingNanos) {
    return new AdmissionRequest(key, cost, newAttempt, Math.max(0, newRemainingNanos));
  }

  /** Returns what the call is about; the policy's name unless the call says otherwise. */
  public String key() {
    return key;
  }

  /** Returns how much of a quota the attempt needs; 1 unless the call says otherwise. */
  public long cost() {
    return cost;
  }

  /** Returns which attempt this would be, from 1. */
  public int attempt() {
    return attempt;
  }

  /** Returns how long the call may still wait and run, in nanoseconds; {@link Nanos#FOREVER} without a deadline. */
  public long remainingNanos() {
    return remainingNanos;
  }

  @Override
  public String toString() {
    return key + ", attempt " + attempt + ", cost " + cost + ", " + Nanos.text(remainingNanos)
        + " left";
  }
}
