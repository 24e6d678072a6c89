package io.retrykit.loop;

import io.retrykit.backoff.Backoff;
import io.retrykit.failure.Causes;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.Selection;
import io.retrykit.policy.StopReason;
import io.retrykit.time.Nanos;

/**
 * A policy, made ready: everything that can be decided before a call is decided here, once. Says what comes after a
 * failed attempt, from the policy, the call so far, the verdict and a random draw: no clock, no listener, no thread.
 * Immutable.
 */
public final class Plan {
  final RetryPolicy policy;
  final Judge judge;
  final Listeners listeners;
  final long maxDuration;
  final long attemptTimeout;
  private final long maxServerDelay;

  private Plan(RetryPolicy policy) {
    this.policy = policy;
    this.judge = new Judge(policy);
    this.listeners = Listeners.of(policy);
    this.maxDuration =
        policy.maxDuration().map(d -> Nanos.of("maxDuration", d)).orElse(Nanos.FOREVER);
    this.attemptTimeout =
        policy.attemptTimeout().map(d -> Nanos.of("attemptTimeout", d)).orElse(Nanos.FOREVER);
    this.maxServerDelay = Nanos.of("maxServerDelay", policy.maxServerDelay());
  }

  /** Makes a policy ready. */
  public static Plan of(RetryPolicy policy) {
    return new Plan(policy);
  }

  /** Returns the policy. */
  public RetryPolicy policy() {
    return policy;
  }

  /** Returns the request of a first attempt, the constant of a plain call. */
  public AdmissionRequest firstRequest() {
    return AdmissionRequest.first(policy.name(), 1, maxDuration);
  }

  /** Returns when a call that begins now has begun; zero without a deadline, which needs no clock. */
  public long start() {
    return hasDeadline() ? policy.timebase().nanos() : 0;
  }

  /** Returns how long an attempt that begins now may take, in nanoseconds; {@link Nanos#FOREVER} if nothing limits it. */
  public long limit(long startNanos) {
    return Math.max(1, Math.min(attemptTimeout, remaining(startNanos)));
  }

  /** Tells whether a call's results have to be looked at. */
  public boolean judgesResults() {
    return judge.judgesResults();
  }

  /** Tells whether a success concerns nobody: no budget, no listener, no rule that looks at every result. */
  public boolean ignoresSuccess() {
    return !judge.judgesEveryResult()
        && policy.budget().isEmpty()
        && !listeners.want(RetryEvent.Type.SUCCEEDED);
  }

  /** Tells whether anybody hears of events of this type. */
  public boolean want(RetryEvent.Type type) {
    return listeners.want(type);
  }

  /** Tells whether the call has a deadline, so that the clock has to be read when it starts. */
  public boolean hasDeadline() {
    return maxDuration != Nanos.FOREVER;
  }

  /** Returns what is left of the call's time, possibly below zero; {@link Nanos#FOREVER} without a deadline. */
  public long remaining(long startNanos) {
    return hasDeadline() ? maxDuration - elapsed(startNanos) : Nanos.FOREVER;
  }

  /** Returns how long a guard may keep the call waiting: what is left of it, and no longer than a server may. */
  long patience(long startNanos) {
    return Math.min(remaining(startNanos), maxServerDelay);
  }

  /** Tells whether a wait of a guard's leaves no time for the attempt, or is longer than that for a server may be. */
  boolean isTooLong(long waitNanos, long startNanos) {
    return waitNanos >= remaining(startNanos) || waitNanos > maxServerDelay;
  }

  /** Returns how long the call has been going on; zero without a deadline, which needs no clock. */
  long elapsed(long startNanos) {
    return hasDeadline() ? policy.timebase().nanos() - startNanos : 0;
  }

  /**
   * Decides what comes after the attempt that has just failed: sets either the pause or the reason to stop.
   *
   * @return whether another attempt may follow
   */
  boolean next(CallState state, Verdict verdict, long elapsedNanos) {
    Switch.Limits limits = Switch.limits();
    state.verdict = verdict;
    if (!verdict.retries()) {
      return stop(state, reason(verdict), "");
    }
    if (state.reason == StopReason.DELIVERED) {
      return stop(state, StopReason.DELIVERED, "");
    }
    if (state.attempt >= policy.maxAttempts()) {
      return stop(state, StopReason.MAX_ATTEMPTS, "");
    }
    if (Math.max(state.attempt, state.made()) >= limits.maxAttempts()) {
      int cap = limits.maxAttempts();
      return stop(state, StopReason.SWITCHED_OFF, cap == 1 ? "" : "capped at " + cap);
    }
    Backoff backoff = verdict.isThrottled() ? policy.throttledBackoff() : policy.backoff();
    boolean exact = verdict.hint() == Verdict.Hint.EXACT;
    if (++state.backoffFailures > backoff.limit() && !exact) {
      return stop(state, StopReason.BACKOFF_ENDED, "");
    }
    if (isTooLong(verdict)) {
      return stop(state, StopReason.SERVER_DELAY, Nanos.text(verdict.hintNanos()));
    }
    long pause = pause(state, verdict, backoff);
    state.pause = limits.pauses() ? pause : 0;
    if (hasDeadline() && state.pause >= maxDuration - elapsedNanos) {
      return stop(state, StopReason.MAX_DURATION, Nanos.text(pause) + " to the next attempt");
    }
    return true;
  }

  /** A clamped hint has bounds of its own. */
  private boolean isTooLong(Verdict verdict) {
    return verdict.hintNanos() > maxServerDelay && verdict.hint() != Verdict.Hint.CLAMPED;
  }

  /**
   * Returns how long a server's hint keeps another attempt from beginning beside those under way, which has no delay of
   * its own; below zero if that is too long.
   *
   * @param leftNanos what is left of the attempt's time
   */
  long hinted(Verdict verdict, long leftNanos) {
    long hint = verdict.hint() == Verdict.Hint.CLAMPED
        ? Math.min(verdict.hintNanos(), verdict.reachNanos())
        : verdict.hintNanos();
    if (!Switch.limits().pauses()) {
      hint = 0;
    }
    return isTooLong(verdict) || hint >= leftNanos ? -1 : hint;
  }

  private long pause(CallState state, Verdict verdict, Backoff backoff) {
    if (verdict.hint() == Verdict.Hint.EXACT) {
      if (verdict.restartsBackoff()) {
        state.backoffFailures = 0;
        state.previousPause = 0;
      }
      return verdict.hintNanos();
    }
    int n = state.backoffFailures;
    long previous = state.previousPause;
    long own = backoff.nanos(n, previous, policy.random());
    if (own < 0) {
      throw new IllegalArgumentException("backoff must answer zero or more nanoseconds, was " + own
          + " after failed attempt " + state.attempt);
    }
    state.previousPause = own;
    if (verdict.hint() == Verdict.Hint.NONE) {
      return own;
    }
    if (verdict.hint() == Verdict.Hint.CLAMPED) {
      return Math.max(own, Math.min(verdict.hintNanos(), Nanos.plus(own, verdict.reachNanos())));
    }
    // moved up as a whole until it begins at the hint: clients that got the same hint stay spread
    long up = Math.max(0, verdict.hintNanos() - backoff.leastNanos(n, previous));
    return Math.max(verdict.hintNanos(), Nanos.plus(own, up));
  }

  /** Tells whether a failure says nothing about the service: an error, an interrupt, a cancellation, a refusal. */
  static boolean isNeitherSuccessNorFailure(Throwable failure) {
    return Selection.mustBeNamed(Causes.unwrap(failure));
  }

  private static StopReason reason(Verdict verdict) {
    if (verdict == Judge.ABORTED) {
      return StopReason.ABORTED;
    }
    return verdict == Judge.NOT_SELECTED || verdict == Judge.THROTTLED_NOT_SELECTED
        ? StopReason.NOT_RETRYABLE
        : StopReason.CLASSIFIED;
  }

  private boolean stop(CallState state, StopReason reason, String detail) {
    state.pause = 0;
    state.reason = reason;
    state.detail =
        reason == StopReason.CLASSIFIED ? String.valueOf(state.verdict.reason()) : detail;
    return false;
  }
}
