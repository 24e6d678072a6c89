package io.retrykit.failure;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Walks chains of causes: cyclic ones, endless ones, and those that throw when they are asked. */
public final class Causes {
  private static final int LONGEST = 1_000;

  private Causes() {}

  /**
   * Takes off what asynchronous code wraps around a failure.
   *
   * @return the first in the chain that is neither a {@code CompletionException} nor an {@code ExecutionException}; the
   *     last wrapper itself if it holds nothing, the failure itself if the chain is a circle of wrappers
   */
  public static Throwable unwrap(Throwable failure) {
    if (!isWrapper(failure)) {
      return failure;
    }
    Throwable inner = failure;
    for (int i = 0; isWrapper(inner); i++) {
      Throwable cause = of(inner);
      if (cause == null) {
        return inner;
      }
      if (i == LONGEST) {
        return failure;
      }
      inner = cause;
    }
    return inner;
  }

  private static boolean isWrapper(Throwable failure) {
    return failure instanceof CompletionException || failure instanceof ExecutionException;
  }

  /**
   * Returns the cause of a failure, or null if it has none. Foreign code, which may throw, whatever it likes: then there
   * is none, since the failure at hand matters more than what is wrong with it.
   */
  public static @Nullable Throwable of(Throwable failure) {
    try {
      return failure.getCause();
    } catch (Throwable silent) {
      return null;
    }
  }

  /** Tells whether the failure or one of its first 1,000 causes matches; each is asked once, even in a circle. */
  public static boolean anyMatch(Throwable failure, Predicate<? super Throwable> predicate) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Throwable cause = failure;
    for (int i = 0; i <= LONGEST && cause != null && seen.add(cause); i++) {
      if (predicate.test(cause)) {
        return true;
      }
      cause = of(cause);
    }
    return false;
  }
}
