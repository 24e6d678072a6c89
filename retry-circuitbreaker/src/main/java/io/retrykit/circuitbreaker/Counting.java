package io.retrykit.circuitbreaker;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Causes;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.spi.OneLine;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What counts as a failure. A rule of the user's that throws, an {@code Error} included, is logged and leaves things as
 * they would be without it: a call that has ended must be told. Immutable.
 */
final class Counting {
  private static final int DEEPEST = 10;

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
    Throwable failure = underlying(Causes.unwrap(thrown));
    if (saysNothing(failure) || test(ignoreIf, failure, false)) {
      return Meaning.NEITHER;
    }
    if (ignoreRateLimits && (verdict.isThrottled() || isThrottled(failure, null))) {
      return Meaning.NEITHER;
    }
    return failureIf == null || test(failureIf, failure, true) ? Meaning.FAILURE : Meaning.SUCCESS;
  }

  /** A retry that ends because a guard refused has a failure of the service behind it, unless it was refused at once. */
  private static Throwable underlying(Throwable failure) {
    Throwable inner = failure;
    for (int i = 0; i < DEEPEST && inner instanceof AttemptRefusedException; i++) {
      Throwable cause = Causes.of(inner);
      if (cause == null) {
        return inner;
      }
      inner = cause;
    }
    return inner;
  }

  /** The call was stopped, was not made, or went wrong at home: nothing is known about the service. */
  static boolean saysNothing(Throwable failure) {
    return failure instanceof Error
        || failure instanceof InterruptedException
        || failure instanceof ClosedByInterruptException
        || failure instanceof CancellationException
        || failure instanceof AttemptRefusedException;
  }

  private boolean isThrottled(@Nullable Throwable failure, @Nullable Object result) {
    if (classifier == null) {
      return false;
    }
    try {
      return failure == null
          ? classifier.classifyResult(result).isThrottled()
          : classifier.classify(failure).isThrottled();
    } catch (Throwable broken) {
      warn(broken);
      return false;
    }
  }

  /** Judges a result that the policy does not accept. */
  Meaning ofUnacceptable(Verdict verdict) {
    return ignoreRateLimits && verdict.isThrottled() ? Meaning.NEITHER : Meaning.FAILURE;
  }

  /** Tells whether results have to be looked at. */
  boolean judgesResults() {
    return failureIfResult != null || (ignoreRateLimits && classifier != null);
  }

  /** Judges what a call returned. */
  Meaning ofResult(@Nullable Object result) {
    if (ignoreRateLimits && isThrottled(null, result)) {
      return Meaning.NEITHER;
    }
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
    Settings.LOG.warn(
        "a rule for what counts as a failure failed: {}", OneLine.all(broken, broken));
  }
}
