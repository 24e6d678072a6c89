package io.retrykit.circuitbreaker;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Causes;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What counts as a failure. A rule of the user's that throws, an {@code Error} included, is logged and leaves things as
 * they would be without it: a call that has ended must be told. Immutable.
 */
final class Counting {
  private final @Nullable Predicate<? super Throwable> failureIf;
  private final Predicate<? super Throwable> ignoreIf;
  private final boolean ignoreRateLimits;
  private final @Nullable Predicate<@Nullable Object> failureIfResult;
  private final @Nullable Classifier classifier;

  Counting(
      @Nullable Predicate<? super Throwable> failureIf,
      Predicate<? super Throwable> ignoreIf,
      boolean ignoreRateLimits,
      @Nullable Predicate<@Nullable Object> failureIfResult,
      @Nullable Classifier classifier) {
    this.failureIf = failureIf;
    this.ignoreIf = ignoreIf;
    this.ignoreRateLimits = ignoreRateLimits;
    this.failureIfResult = failureIfResult;
    this.classifier = classifier;
  }

  /** What an outcome means to a breaker. */
  enum Meaning {
    SUCCESS,
    FAILURE,
    NEITHER
  }

  /** Judges what a call threw. */
  Meaning ofFailure(Throwable thrown, Verdict verdict) {
    Throwable failure = Causes.unwrap(thrown);
    if (saysNothing(failure) || test(ignoreIf, failure, false)) {
      return Meaning.NEITHER;
    }
    if (ignoreRateLimits && isThrottled(failure, verdict)) {
      return Meaning.NEITHER;
    }
    return failureIf == null || test(failureIf, failure, true) ? Meaning.FAILURE : Meaning.SUCCESS;
  }

  /** The call was stopped, was not made, or went wrong at home: nothing is known about the service. */
  static boolean saysNothing(Throwable failure) {
    return failure instanceof Error
        || failure instanceof InterruptedException
        || failure instanceof CancellationException
        || failure instanceof AttemptRefusedException;
  }

  private boolean isThrottled(Throwable failure, Verdict verdict) {
    if (verdict.isThrottled() || classifier == null) {
      return verdict.isThrottled();
    }
    try {
      return classifier.classify(failure).isThrottled();
    } catch (Throwable broken) {
      warn(broken);
      return false;
    }
  }

  /** Tells whether results have to be looked at. */
  boolean judgesResults() {
    return failureIfResult != null;
  }

  /** Judges what a call returned. */
  Meaning ofResult(@Nullable Object result) {
    try {
      boolean failed = failureIfResult != null && failureIfResult.test(result);
      return failed ? Meaning.FAILURE : Meaning.SUCCESS;
    } catch (Throwable broken) {
      warn(broken);
      return Meaning.SUCCESS;
    }
  }

  private static boolean test(
      Predicate<? super Throwable> rule, Throwable failure, boolean otherwise) {
    try {
      return rule.test(failure);
    } catch (Throwable broken) {
      warn(broken);
      return otherwise;
    }
  }

  private static void warn(Throwable broken) {
    Settings.LOG.warn("a rule for what counts as a failure failed: {}", broken.toString(), broken);
  }
}
