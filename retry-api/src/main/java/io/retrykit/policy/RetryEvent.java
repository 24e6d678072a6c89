package io.retrykit.policy;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a call. Each attempt gives one event when it ends; after a failed one comes
 * {@link Type#RETRY} or {@link Type#GAVE_UP}, or both if the retry announced is then not made (an interrupt, a refusal). Immutable.
 */
public final class RetryEvent {
  private final Type type;
  private final String policy;
  private final int attempt;
  private final int maxAttempts;
  private final @Nullable Outcome outcome;
  private final @Nullable Verdict verdict;
  private final long delayNanos;
  private final @Nullable StopReason reason;
  private final String detail;

  private RetryEvent(
      Type type,
      RetryPolicy policy,
      int attempt,
      @Nullable Outcome outcome,
      @Nullable Verdict verdict,
      long delayNanos,
      @Nullable StopReason reason,
      String detail) {
    this.type = type;
    this.policy = policy.name();
    this.attempt = attempt;
    this.maxAttempts = policy.maxAttempts();
    this.outcome = outcome;
    this.verdict = verdict;
    this.delayNanos = delayNanos;
    this.reason = reason;
    this.detail = detail;
  }

  /** The kinds of event. */
  public enum Type {
    /** An attempt returned a result that the policy accepts. */
    SUCCEEDED,
    /** An attempt threw, or returned a result that the policy does not accept. */
    FAILED,
    /** A pause begins, and another attempt follows. */
    RETRY,
    /** A guard refused an attempt. */
    REFUSED,
    /** No further attempt is made. */
    GAVE_UP
  }

  /** Returns the event of an attempt that succeeded. */
  public static RetryEvent succeeded(RetryPolicy policy, int attempt, Outcome outcome) {
    return new RetryEvent(Type.SUCCEEDED, policy, attempt, outcome, null, 0, null, "");
  }

  /** Returns the event of an attempt that failed. */
  public static RetryEvent failed(
      RetryPolicy policy, int attempt, Outcome outcome, Verdict verdict) {
    return new RetryEvent(Type.FAILED, policy, attempt, outcome, verdict, 0, null, "");
  }

  /** Returns the event of a pause that begins. */
  public static RetryEvent retry(
      RetryPolicy policy, int attempt, Outcome outcome, Verdict verdict, long delayNanos) {
    return new RetryEvent(Type.RETRY, policy, attempt, outcome, verdict, delayNanos, null, "");
  }

  /** Returns the event of a refusal; {@code detail} names the guard and its reason. */
  public static RetryEvent refused(
      RetryPolicy policy, int attempt, long retryAfterNanos, String detail) {
    return new RetryEvent(
        Type.REFUSED,
        policy,
        attempt,
        null,
        null,
        Math.max(0, retryAfterNanos),
        StopReason.REFUSED,
        detail);
  }

  /** Returns the event of giving up; {@code outcome} is null if not even the first attempt was made. */
  public static RetryEvent gaveUp(
      RetryPolicy policy,
      int attempt,
      @Nullable Outcome outcome,
      StopReason reason,
      String detail) {
    return new RetryEvent(Type.GAVE_UP, policy, attempt, outcome, null, 0, reason, detail);
  }

  /** Returns which kind of event this is. */
  public Type type() {
    return type;
  }

  /** Returns the name of the policy. */
  public String policy() {
    return policy;
  }

  /** Returns which attempt this is about, counted from 1: the one that ended, or the one that was refused. */
  public int attempt() {
    return attempt;
  }

  /** Returns how many attempts the policy allows; {@link Integer#MAX_VALUE} if it sets no limit. */
  public int maxAttempts() {
    return maxAttempts;
  }

  /** Returns what the attempt threw; null if it returned, or was not made. */
  public @Nullable Throwable failure() {
    return outcome == null ? null : outcome.failure();
  }

  /** Returns what the attempt ended with; empty if it was not made. */
  public Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  /** Returns what was made of a failed attempt; empty for other events. */
  public Optional<Verdict> verdict() {
    return Optional.ofNullable(verdict);
  }

  /** Returns the pause that begins, or the time a refusal asks to wait; zero for other events. */
  public Duration delay() {
    return Duration.ofNanos(delayNanos);
  }

  /** Returns why no further attempt is made; empty unless given up or refused. */
  public Optional<StopReason> reason() {
    return Optional.ofNullable(reason);
  }

  /** Returns more about the reason, in words: the guard's or the classifier's. May be empty. */
  public String detail() {
    return detail;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(policy).append(": attempt ").append(attempt);
    if (maxAttempts != Integer.MAX_VALUE) {
      text.append('/').append(maxAttempts);
    }
    text.append(' ').append(type);
    if (type == Type.RETRY) {
      text.append(" in ").append(Nanos.text(delayNanos));
    }
    if (reason != null) {
      text.append(" (")
          .append(reason)
          .append(detail.isEmpty() ? "" : ": " + detail)
          .append(')');
    }
    return outcome == null ? text.toString() : text.append(", ").append(outcome).toString();
  }
}
