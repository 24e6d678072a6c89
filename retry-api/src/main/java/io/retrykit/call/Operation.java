package io.retrykit.call;

import org.jspecify.annotations.Nullable;

/**
 * A call that may fail and may be made again. It runs on the thread that calls it, once per attempt, so it must be
 * safe to repeat.
 *
 * <p>A lambda that throws one checked type keeps that type; one that throws two unrelated checked types makes the
 * compiler infer {@code E} as {@link Exception}; one that throws none makes it infer {@link RuntimeException}.
 *
 * @param <T> what the call returns; may be null
 * @param <E> the checked exception it may throw
 */
@FunctionalInterface
public interface Operation<T extends @Nullable Object, E extends Exception> {
  /**
   * Makes the call.
   *
   * @return its result, possibly null
   * @throws E if the call fails
   */
  T call() throws E;
}
