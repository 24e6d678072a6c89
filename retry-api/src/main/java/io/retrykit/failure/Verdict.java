package io.retrykit.failure;

import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Classifier} makes of an outcome: retry, retry as throttled, give up, or no opinion; perhaps with a hint
 * of the server's about when to come back. Immutable.
 */
public final class Verdict {
  private static final Verdict RETRY = new Verdict(Decision.RETRY, Hint.NONE, 0, 0, false, null);
  private static final Verdict THROTTLED =
      new Verdict(Decision.THROTTLED, Hint.NONE, 0, 0, false, null);
  private static final Verdict NO_OPINION =
      new Verdict(Decision.NO_OPINION, Hint.NONE, 0, 0, false, null);

  private final Decision decision;
  private final Hint hint;
  private final long hintNanos;
  private final long reachNanos;
  // of a pushback: it restarts the backoff; of a refusal: it is the server's
  private final boolean flagged;
  private final boolean throttled;
  private final @Nullable String reason;

  private Verdict(
      Decision decision,
      Hint hint,
      long hintNanos,
      long reachNanos,
      boolean flagged,
      @Nullable String reason) {
    this.decision = decision;
    this.hint = hint;
    this.hintNanos = hintNanos;
    this.reachNanos = reachNanos;
    this.flagged = flagged;
    this.throttled = decision == Decision.THROTTLED;
    this.reason = reason;
  }

  private Verdict(String reason) {
    this.decision = Decision.GIVE_UP;
    this.hint = Hint.NONE;
    this.hintNanos = 0;
    this.reachNanos = 0;
    this.flagged = false;
    this.throttled = true;
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** The four things to say about an outcome. */
  public enum Decision {
    /** A transient failure: another attempt may succeed. */
    RETRY,
    /** The server asks for fewer calls: another attempt may succeed, later. */
    THROTTLED,
    /** Another attempt is pointless or unwanted. */
    GIVE_UP,
    /** Somebody else may judge. */
    NO_OPINION
  }

  /** What the server's hint means for the pause. */
  public enum Hint {
    /** There is none. */
    NONE,
    /** The pause is at least this long; jitter only lengthens it. */
    FLOOR,
    /** The pause is exactly this long, without jitter. */
    EXACT,
    /** The pause is this long, but no shorter than the own delay and no further above it than {@link #reachNanos}. */
    CLAMPED
  }

  /** Returns: a transient failure, retry. */
  public static Verdict retry() {
    return RETRY;
  }

  /** Returns: the server throttles, retry with the backoff for that. */
  public static Verdict throttled() {
    return THROTTLED;
  }

  /**
   * Returns: do not retry.
   *
   * @param reason why, for the log
   */
  public static Verdict giveUp(String reason) {
    return new Verdict(
        Decision.GIVE_UP, Hint.NONE, 0, 0, false, Objects.requireNonNull(reason, "reason"));
  }

  /**
   * Returns: do not retry, although the server throttles: guards and budgets can tell by {@link #isThrottled}.
   *
   * @param reason why, for the log
   */
  public static Verdict giveUpThrottled(String reason) {
    return new Verdict(reason);
  }

  /**
   * Returns: do not retry, the server itself says so. As {@link #giveUp}, and budgets that count vetoes can tell.
   *
   * @param reason what the server said, for the log
   */
  public static Verdict veto(String reason) {
    return new Verdict(
        Decision.GIVE_UP, Hint.NONE, 0, 0, true, Objects.requireNonNull(reason, "reason"));
  }

  /** Returns: no opinion. */
  public static Verdict noOpinion() {
    return NO_OPINION;
  }

  /**
   * Returns this verdict with the least time the server wants to be left alone, as Retry-After says it.
   *
   * @param least zero or more
   * @throws IllegalArgumentException if it is negative
   * @throws IllegalStateException if this is not a verdict to retry
   */
  public Verdict withFloor(Duration least) {
    return hinted(Hint.FLOOR, Nanos.of("least", least), 0, false);
  }

  /**
   * Returns this verdict with the very pause to make, in place of the backoff's.
   *
   * @param pause zero or more
   * @throws IllegalArgumentException if it is negative
   * @throws IllegalStateException if this is not a verdict to retry
   */
  public Verdict withExact(Duration pause) {
    return hinted(Hint.EXACT, Nanos.of("pause", pause), 0, false);
  }

  /** Returns what {@link #withExact} does, and lets the backoff start again from its first pause, as gRPC pushback does. */
  public Verdict withPushback(Duration pause) {
    return hinted(Hint.EXACT, Nanos.of("pause", pause), 0, true);
  }

  /**
   * Returns this verdict with a pause that the server asks for and that is obeyed within bounds: it is never shorter
   * than the backoff's own delay, and longer than that by {@code reach} at most. A clamped hint never ends the retrying
   * for being too long, as the others do.
   *
   * <p>Source: the 2026 retry rules of the AWS SDKs, where {@code x-amz-retry-after} reaches 5 s beyond the own delay.
   *
   * @param pause zero or more
   * @param reach zero or more
   * @throws IllegalArgumentException if one is negative
   * @throws IllegalStateException if this is not a verdict to retry
   */
  public Verdict withClamped(Duration pause, Duration reach) {
    return hinted(Hint.CLAMPED, Nanos.of("pause", pause), Nanos.of("reach", reach), false);
  }

  private Verdict hinted(Hint newHint, long nanos, long reach, boolean restart) {
    if (!retries()) {
      throw new IllegalStateException("a hint needs a verdict to retry, was " + this);
    }
    return new Verdict(decision, newHint, nanos, reach, restart, reason);
  }

  /** Returns what was decided. */
  public Decision decision() {
    return decision;
  }

  /** Tells whether this is {@link Decision#RETRY} or {@link Decision#THROTTLED}. */
  public boolean retries() {
    return decision == Decision.RETRY || decision == Decision.THROTTLED;
  }

  /** Tells whether the server throttles: {@link Decision#THROTTLED}, or {@link #giveUpThrottled}. */
  public boolean isThrottled() {
    return throttled;
  }

  /** Returns what {@link #hintNanos} means. */
  public Hint hint() {
    return hint;
  }

  /** Returns the server's hint in nanoseconds; zero if there is none. */
  public long hintNanos() {
    return hintNanos;
  }

  /** Returns how far beyond the own delay a {@link Hint#CLAMPED} hint reaches, in nanoseconds; zero for other hints. */
  public long reachNanos() {
    return reachNanos;
  }

  /** Tells whether the backoff starts again after this pause. */
  public boolean restartsBackoff() {
    return flagged && hint == Hint.EXACT;
  }

  /** Tells whether this is {@link Decision#GIVE_UP} because the server said not to retry. */
  public boolean isVeto() {
    return flagged && decision == Decision.GIVE_UP;
  }

  /** Returns why to give up; null if this verdict says something else. */
  public @Nullable String reason() {
    return reason;
  }

  @Override
  public String toString() {
    String what = decision.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return switch (hint) {
      case NONE -> reason == null ? what : what + ": " + reason;
      case FLOOR -> what + " after at least " + Nanos.text(hintNanos);
      case EXACT -> what + " after exactly " + Nanos.text(hintNanos);
      case CLAMPED -> what + " after " + Nanos.text(hintNanos) + ", within bounds";
    };
  }
}
