package io.retrykit.failure;

import org.jspecify.annotations.Nullable;

/**
 * Judges outcomes. Called on the thread that makes the attempt, after each failed one; must be quick, must not block,
 * and must be safe for use by many threads. What it throws ends the call.
 *
 * <p>Async wrappers ({@code CompletionException}, {@code ExecutionException}) are off already.
 */
@FunctionalInterface
public interface Classifier {
  /** Judges a failure. */
  Verdict classify(Throwable failure);

  /** Judges a result, possibly null, for example an HTTP response with status 429. Has no opinion unless overridden. */
  default Verdict classifyResult(@Nullable Object result) {
    return Verdict.noOpinion();
  }

  /**
   * Tells whether results of this very class may get an opinion. Asked now and then, not for each result, so that a
   * classifier which knows a few types costs nothing where results are of others; the answer must not change.
   *
   * @param type a class that results have; {@code Void} for null
   */
  default boolean judges(Class<?> type) {
    return true;
  }
}
