package io.retrykit.policy;

import io.retrykit.call.AttemptRefusedException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;

/** One entry of {@code retryOn} or {@code abortOn}: a class or a predicate. */
sealed interface FailureRule {
  /** Failures that a rule reaches only by naming them, never by naming something wider. */
  List<Class<? extends Throwable>> BY_NAME_ONLY = List.of(
      InterruptedException.class, CancellationException.class, AttemptRefusedException.class);

  static FailureRule of(Class<? extends Throwable> type) {
    return new OfClass(Objects.requireNonNull(type, "failure class"));
  }

  /** Tells whether the rule reaches this failure. */
  boolean matches(Throwable failure);

  /** Tells whether the rule names it: reaches it although a wider rule would not. */
  default boolean names(Throwable failure) {
    return false;
  }

  /** Tells whether a failure has to be named: an {@code Error}, a cancellation, an interrupt, a refusal. */
  static boolean mustBeNamed(Throwable failure) {
    // spelled out, not a loop over BY_NAME_ONLY: every failed attempt passes here
    return !(failure instanceof Exception)
        || failure instanceof InterruptedException
        || failure instanceof CancellationException
        || failure instanceof AttemptRefusedException;
  }

  /** A class, its subclasses included. */
  record OfClass(Class<? extends Throwable> type) implements FailureRule {
    @Override
    public boolean matches(Throwable failure) {
      return type.isInstance(failure);
    }

    @Override
    public boolean names(Throwable failure) {
      if (!type.isInstance(failure)) {
        return false;
      }
      if (!(failure instanceof Exception)) {
        // a type that reaches an Error is Throwable, Error or one of its kinds: asked for by name
        return true;
      }
      return BY_NAME_ONLY.stream()
          .anyMatch(kind -> kind.isInstance(failure) && kind.isAssignableFrom(type));
    }

    @Override
    public String toString() {
      return type.getSimpleName();
    }
  }

  /** A predicate of the user's. */
  record OfPredicate(Predicate<? super Throwable> predicate) implements FailureRule {
    @Override
    public boolean matches(Throwable failure) {
      return predicate.test(failure);
    }

    @Override
    public String toString() {
      return Words.of(predicate, "a predicate");
    }
  }
}
