package io.retrykit.loop;

import io.retrykit.call.Operation;
import io.retrykit.extension.Extensions;
import io.retrykit.failure.Causes;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.Selection;
import io.retrykit.spi.ClassifierProvider;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Judges outcomes: what the user wrote, then the classifiers. Throws what they throw. */
final class Judge {
  static final Verdict ABORTED = Verdict.giveUp("aborted by the policy");
  static final Verdict NOT_SELECTED = Verdict.giveUp("not selected for retry");

  private final Selection selection;
  private final List<Classifier> own;
  private final List<Classifier> found;
  private final List<Classifier> ownOnResults;
  private final List<Classifier> foundOnResults;

  Judge(RetryPolicy policy) {
    this.selection = policy.selection();
    this.own = policy.classifiers();
    this.found = policy.discovery() ? discovered() : List.of();
    this.ownOnResults = own.stream().filter(Judge::judgesResults).toList();
    this.foundOnResults = found.stream().filter(Judge::judgesResults).toList();
  }

  private static List<Classifier> discovered() {
    return Extensions.of(ClassifierProvider.class).stream()
        .map(ClassifierProvider::classifier)
        .toList();
  }

  /** A classifier that leaves the default in place need not be asked after every success. */
  private static boolean judgesResults(Classifier classifier) {
    try {
      return classifier.getClass().getMethod("classifyResult", Object.class).getDeclaringClass()
          != Classifier.class;
    } catch (NoSuchMethodException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Tells whether a call's results have to be looked at. */
  boolean judgesResults() {
    return selection.judgesResults() || !ownOnResults.isEmpty() || !foundOnResults.isEmpty();
  }

  Verdict failure(Throwable thrown) {
    Throwable failure = Causes.unwrap(thrown);
    if (selection.aborts(failure)) {
      return ABORTED;
    }
    Verdict opinion = Verdict.noOpinion();
    boolean mayWiden = true;
    for (int i = 0; i < own.size() && isOpen(opinion); i++) {
      opinion = checked(own.get(i).classify(failure));
    }
    for (int i = 0; i < found.size() && isOpen(opinion); i++) {
      opinion = checked(found.get(i).classify(failure));
      mayWiden = !selection.isWritten();
    }
    if (opinion.decision() == Verdict.Decision.GIVE_UP) {
      return opinion;
    }
    boolean selected = selection.retries(failure)
        || (opinion.retries() && mayWiden && !Selection.mustBeNamed(failure));
    if (!selected) {
      return NOT_SELECTED;
    }
    return opinion.retries() ? opinion : Verdict.retry();
  }

  /** Judges a result; null says that it is acceptable. */
  @Nullable
  Verdict result(Operation<?, ?> operation, @Nullable Object result) {
    if (operation instanceof ActionCall<?>) {
      return null;
    }
    if (selection.abortsResult(result)) {
      return ABORTED;
    }
    Verdict opinion = Verdict.noOpinion();
    boolean mayWiden = true;
    for (int i = 0; i < ownOnResults.size() && isOpen(opinion); i++) {
      opinion = checked(ownOnResults.get(i).classifyResult(result));
    }
    for (int i = 0; i < foundOnResults.size() && isOpen(opinion); i++) {
      opinion = checked(foundOnResults.get(i).classifyResult(result));
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
