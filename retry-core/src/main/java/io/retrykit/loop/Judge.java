package io.retrykit.loop;

import io.retrykit.extension.Extensions;
import io.retrykit.failure.Causes;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.Selection;
import io.retrykit.spi.ClassifierProvider;
import io.retrykit.spi.OneLine;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges outcomes: what the user wrote, then the classifiers. Throws what they throw. */
final class Judge {
  private static final Logger LOG = LoggerFactory.getLogger("io.retrykit");

  private static final Classifier[] NONE = {};

  static final Verdict ABORTED = Verdict.giveUp("aborted by the policy");
  static final Verdict NOT_SELECTED = Verdict.giveUp("not selected for retry");

  /** What a guard should know of a rate limit does not depend on what the policy retries. */
  static final Verdict THROTTLED_NOT_SELECTED = Verdict.giveUpThrottled("not selected for retry");

  private final Selection selection;
  private final Classifier[] own;
  private final Classifier[] found;
  private final Classifier[] ownOnResults;
  private final Classifier[] foundOnResults;

  Judge(RetryPolicy policy) {
    this.selection = policy.selection();
    this.own = policy.classifiers().toArray(NONE);
    this.found = policy.discovery() ? discovered(policy) : NONE;
    this.ownOnResults = onResults(own);
    this.foundOnResults = onResults(found);
  }

  private static Classifier[] discovered(RetryPolicy policy) {
    return Extensions.of(ClassifierProvider.class).stream()
        .flatMap(provider -> ask(provider, policy).stream())
        .toArray(Classifier[]::new);
  }

  private static Optional<Classifier> ask(ClassifierProvider provider, RetryPolicy policy) {
    try {
      return Optional.of(provider.classifier(policy));
    } catch (RuntimeException | LinkageError broken) {
      LOG.warn(
          "{}: classifier {} skipped, it failed: {}",
          OneLine.all(policy.name(), provider.name(), broken, broken));
      return Optional.empty();
    }
  }

  private static Classifier[] onResults(Classifier[] classifiers) {
    return Arrays.stream(classifiers).filter(Judge::judgesResults).toList().toArray(NONE);
  }

  /** A classifier that leaves the default in place need not be asked after every success. */
  private static boolean judgesResults(Classifier classifier) {
    try {
      return classifier.getClass().getMethod("classifyResult", Object.class).getDeclaringClass()
          != Classifier.class;
    } catch (NoSuchMethodException | LinkageError unknown) {
      return true; // a native image knows the methods it was told of, and no others
    }
  }

  /** Tells whether a call's results have to be looked at. */
  boolean judgesResults() {
    return selection.judgesResults() || ownOnResults.length > 0 || foundOnResults.length > 0;
  }

  /** Tells whether results are looked at by what the user wrote, whatever their type. */
  boolean judgesEveryResult() {
    return selection.judgesResults();
  }

  /** Tells whether some classifier may have an opinion on results of this class; null results are of {@code Void}. */
  boolean judges(Class<?> type) {
    for (Classifier classifier : ownOnResults) {
      if (classifier.judges(type)) {
        return true;
      }
    }
    for (Classifier classifier : foundOnResults) {
      if (classifier.judges(type)) {
        return true;
      }
    }
    return false;
  }

  Verdict failure(Throwable thrown) {
    Throwable failure = Causes.unwrap(thrown);
    if (selection.aborts(failure)) {
      return ABORTED;
    }
    Verdict opinion = Verdict.noOpinion();
    boolean mayWiden = true;
    for (int i = 0; i < own.length && isOpen(opinion); i++) {
      opinion = checked(own[i].classify(failure));
    }
    for (int i = 0; i < found.length && isOpen(opinion); i++) {
      opinion = checked(found[i].classify(failure));
      mayWiden = !selection.isWritten();
    }
    if (opinion.decision() == Verdict.Decision.GIVE_UP) {
      return opinion;
    }
    boolean selected = selection.retries(failure)
        || (opinion.retries() && mayWiden && !Selection.mustBeNamed(failure));
    if (!selected) {
      return opinion.isThrottled() ? THROTTLED_NOT_SELECTED : NOT_SELECTED;
    }
    return opinion.retries() ? opinion : Verdict.retry();
  }

  /** Judges a result; null says that it is acceptable. */
  @Nullable
  Verdict result(boolean isAction, @Nullable Object result) {
    if (isAction) {
      return null;
    }
    if (selection.abortsResult(result)) {
      return ABORTED;
    }
    Verdict opinion = Verdict.noOpinion();
    boolean mayWiden = true;
    for (int i = 0; i < ownOnResults.length && isOpen(opinion); i++) {
      opinion = checked(ownOnResults[i].classifyResult(result));
    }
    for (int i = 0; i < foundOnResults.length && isOpen(opinion); i++) {
      opinion = checked(foundOnResults[i].classifyResult(result));
      mayWiden = !selection.isWritten();
    }
    if (opinion.decision() == Verdict.Decision.GIVE_UP) {
      return opinion;
    }
    boolean selected = selection.retriesResult(result) || (opinion.retries() && mayWiden);
    if (!selected) {
      return null;
    }
    return opinion.retries() ? opinion : Verdict.retry();
  }

  private static boolean isOpen(Verdict opinion) {
    return opinion.decision() == Verdict.Decision.NO_OPINION;
  }

  private static Verdict checked(@Nullable Verdict verdict) {
    return Objects.requireNonNull(verdict, "a classifier returned null, not a verdict");
  }
}
