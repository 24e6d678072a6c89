package io.retrykit.failure;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/** Walks chains of causes, cyclic ones included. */
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
      Throwable cause = inner.getCause();
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

  /** Tells whether the failure or one of its causes matches; each is asked once, even in a circle. */
  public static boolean anyMatch(Throwable failure, Predicate<? super Throwable> predicate) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
      if (predicate.test(cause)) {
        return true;
      }
    }
    return false;
  }
}
