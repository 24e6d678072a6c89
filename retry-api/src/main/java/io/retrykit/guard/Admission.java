package io.retrykit.guard;

import io.retrykit.time.Nanos;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A guard's answer: granted, granted after a wait, refused, or not decided yet. Immutable, so a guard may hand out one
 * and the same object many times.
 */
public final class Admission {
  /** Says that a guard cannot tell when coming back makes sense. */
  public static final long UNKNOWN = -1;

  private static final Admission GRANTED = new Admission(Kind.GRANTED, null, 0, null);

  private final Kind kind;
  private final @Nullable Object lease;
  private final long nanos;

  /** The reason of a refusal, or the stage of a pending answer: one field for both, as guards keep these objects. */
  private final @Nullable Object detail;

  private Admission(Kind kind, @Nullable Object lease, long nanos, @Nullable Object detail) {
    this.kind = kind;
    this.lease = lease;
    this.nanos = nanos;
    this.detail = detail;
  }

  /** The kinds of answer. */
  public enum Kind {
    /** The attempt may be made, at once or after {@link Admission#waitNanos}. */
    GRANTED,
    /** The attempt must not be made. */
    REFUSED,
    /** The answer comes later. */
    PENDING
  }

  /** Returns: go ahead; the guard has nothing to remember about it. */
  public static Admission granted() {
    return GRANTED;
  }

  /**
   * Returns: go ahead.
   *
   * @param lease what the guard wants to be given back with the outcome
   */
  public static Admission granted(@Nullable Object lease) {
    return new Admission(Kind.GRANTED, lease, 0, null);
  }

  /**
   * Returns: go ahead after a wait. The permit is reserved already.
   *
   * @param lease what the guard wants to be given back with the outcome
   * @param waitNanos how long to wait first, zero or more
   * @throws IllegalArgumentException if {@code waitNanos} is negative
   */
  public static Admission grantedAfter(@Nullable Object lease, long waitNanos) {
    if (waitNanos < 0) {
      throw new IllegalArgumentException("waitNanos must be zero or more, was " + waitNanos);
    }
    return new Admission(Kind.GRANTED, lease, waitNanos, null);
  }

  /**
   * Returns: no.
   *
   * @param reason why, in words
   * @param retryAfterNanos when coming back makes sense, from now; {@link #UNKNOWN} if the guard cannot tell
   */
  public static Admission refused(String reason, long retryAfterNanos) {
    return refused(reason, retryAfterNanos, null);
  }

  /** Returns: no, with something for the guard's own {@link Guard#refusal} to use, read by {@link #lease}. */
  public static Admission refused(String reason, long retryAfterNanos, @Nullable Object detail) {
    Objects.requireNonNull(reason, "reason");
    return new Admission(Kind.REFUSED, detail, Math.max(UNKNOWN, retryAfterNanos), reason);
  }

  /**
   * Returns: not known yet, because the state is shared over a network. A caller that cannot wait that long abandons
   * the lease when it comes.
   *
   * @param stage completes with a granted or refused answer; completing exceptionally is a guard that throws
   */
  public static Admission pending(CompletionStage<Admission> stage) {
    return new Admission(Kind.PENDING, null, 0, Objects.requireNonNull(stage, "stage"));
  }

  /** Returns which kind of answer this is. */
  public Kind kind() {
    return kind;
  }

  /** Tells whether the attempt may be made. */
  public boolean isGranted() {
    return kind == Kind.GRANTED;
  }

  /** Returns what the guard wants back with the outcome of a granted attempt, or its detail of a refusal. */
  public @Nullable Object lease() {
    return lease;
  }

  /** Returns how long to wait before a granted attempt, in nanoseconds. */
  public long waitNanos() {
    return kind == Kind.GRANTED ? nanos : 0;
  }

  /** Returns when coming back after a refusal makes sense, in nanoseconds from it; {@link #UNKNOWN} if not known. */
  public long retryAfterNanos() {
    return kind == Kind.REFUSED ? nanos : UNKNOWN;
  }

  /** Returns why the attempt was refused; empty otherwise. */
  public String reason() {
    return detail instanceof String reason ? reason : "";
  }

  /**
   * Returns where a pending answer will come from.
   *
   * @throws IllegalStateException if this answer is not pending
   */
  @SuppressWarnings("unchecked") // what pending() was given
  public CompletionStage<Admission> stage() {
    if (kind != Kind.PENDING || detail == null) {
      throw new IllegalStateException("only a pending admission has a stage, this is " + this);
    }
    return (CompletionStage<Admission>) detail;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case GRANTED -> nanos == 0 ? "granted" : "granted after " + Nanos.text(nanos);
      case REFUSED ->
        "refused: " + reason() + (nanos < 0 ? "" : ", retry after " + Nanos.text(nanos));
      case PENDING -> "pending";
    };
  }
}
