package io.retrykit.policy;

import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.failure.Causes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which failures and results a policy selects, by what the user wrote. Classifiers come on top. Immutable; what a
 * user's predicate throws is passed on.
 *
 * <p>{@code Error}s, {@code InterruptedException}, {@code CancellationException} and {@code AttemptRefusedException}
 * are selected only where a class names them: {@code Exception.class} or a predicate does not reach them.
 */
public final class Selection {
  private static final FailureRule[] NO_FAILURES = {};
  private static final ResultRule[] NO_RESULTS = {};

  private final FailureRule[] retryOn;
  private final FailureRule[] abortOn;
  private final ResultRule[] retryOnResult;
  private final ResultRule[] abortOnResult;
  private final boolean causes;
  private final boolean timed;

  Selection(
      List<FailureRule> retryOn,
      List<FailureRule> abortOn,
      List<ResultRule> retryOnResult,
      List<ResultRule> abortOnResult,
      boolean causes,
      boolean timed) {
    this.retryOn = retryOn.toArray(NO_FAILURES);
    this.abortOn = abortOn.toArray(NO_FAILURES);
    this.retryOnResult = retryOnResult.toArray(NO_RESULTS);
    this.abortOnResult = abortOnResult.toArray(NO_RESULTS);
    this.causes = causes;
    this.timed = timed;
  }

  /** Tells whether the user wrote what to retry on; then classifiers found on the path do not widen it. */
  public boolean isWritten() {
    return retryOn.length > 0 || retryOnResult.length > 0;
  }

  /** Tells whether the user wrote that this failure ends the call. */
  public boolean aborts(Throwable failure) {
    return matches(abortOn, failure);
  }

  /** Tells whether this failure is worth another attempt: one of {@code retryOn}, or any exception if there is none. */
  public boolean retries(Throwable failure) {
    if (FailureRule.mustBeNamed(failure)) {
      for (FailureRule rule : retryOn) {
        if (rule.names(failure)) {
          return true;
        }
      }
      return false;
    }
    // the timeout is a setting of the same policy: whoever sets it means its retry
    return retryOn.length == 0
        || (timed && failure instanceof AttemptTimeoutException)
        || matches(retryOn, failure);
  }

  /** Tells whether this failure is selected only where it is named, so that no classifier may select it. */
  public static boolean mustBeNamed(Throwable failure) {
    return FailureRule.mustBeNamed(failure);
  }

  private boolean matches(FailureRule[] rules, Throwable failure) {
    for (FailureRule rule : rules) {
      if (causes ? Causes.anyMatch(failure, rule::matches) : rule.matches(failure)) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether results are judged at all. */
  public boolean judgesResults() {
    return retryOnResult.length > 0 || abortOnResult.length > 0;
  }

  /** Tells whether the user wrote that this result, though unacceptable, ends the call. */
  public boolean abortsResult(@Nullable Object result) {
    return matchesResult(abortOnResult, result);
  }

  /** Tells whether the user wrote that this result is worth another attempt. */
  public boolean retriesResult(@Nullable Object result) {
    return matchesResult(retryOnResult, result);
  }

  private static boolean matchesResult(ResultRule[] rules, @Nullable Object result) {
    for (ResultRule rule : rules) {
      if (rule.matches(result)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(retryOn.length == 0 ? "any exception" : join(retryOn));
    if (retryOnResult.length > 0) {
      text.append("; results: ").append(join(retryOnResult));
    }
    if (abortOn.length > 0 || abortOnResult.length > 0) {
      text.append("; but not ").append(join(abortOn));
      text.append(abortOn.length == 0 || abortOnResult.length == 0 ? "" : ", ");
      text.append(abortOnResult.length == 0 ? "" : "results: " + join(abortOnResult));
    }
    return causes ? text.append("; causes included").toString() : text.toString();
  }

  private static String join(Object[] rules) {
    String text = Arrays.toString(rules);
    return text.substring(1, text.length() - 1);
  }
}
