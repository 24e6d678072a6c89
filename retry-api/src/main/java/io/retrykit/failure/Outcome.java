package io.retrykit.failure;

import org.jspecify.annotations.Nullable;

/** What one attempt ended with: a failure or a result. Immutable. */
public final class Outcome {
  private final @Nullable Throwable failure;
  private final @Nullable Object result;

  private Outcome(@Nullable Throwable failure, @Nullable Object result) {
    this.failure = failure;
    this.result = result;
  }

  /** Returns the outcome of an attempt that threw. */
  public static Outcome ofFailure(Throwable failure) {
    return new Outcome(failure, null);
  }

  /** Returns the outcome of an attempt that returned, possibly null. */
  public static Outcome ofResult(@Nullable Object result) {
    return new Outcome(null, result);
  }

  /** Returns what the attempt threw; null if it returned. */
  public @Nullable Throwable failure() {
    return failure;
  }

  /** Returns what the attempt returned, possibly null; null also if it threw. */
  public @Nullable Object result() {
    return result;
  }

  /** Tells whether the attempt threw. */
  public boolean isFailure() {
    return failure != null;
  }

  @Override
  public String toString() {
    return failure != null ? "failure " + failure : "result " + result;
  }
}
