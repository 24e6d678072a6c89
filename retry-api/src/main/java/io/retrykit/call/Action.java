package io.retrykit.call;

/**
 * An {@link Operation} without a result. Result predicates never judge it.
 *
 * @param <E> the checked exception it may throw
 */
@FunctionalInterface
public interface Action<E extends Exception> {
  /**
   * Does the work.
   *
   * @throws E if it fails
   */
  void run() throws E;
}
