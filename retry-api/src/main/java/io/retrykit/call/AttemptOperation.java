package io.retrykit.call;

import org.jspecify.annotations.Nullable;

/**
 * An {@link Operation} that wants to know which attempt it is running in, for example to send
 * {@link Attempt#operationId()} as an idempotency key.
 *
 * @param <T> what the call returns; may be null
 * @param <E> the checked exception it may throw
 */
@FunctionalInterface
public interface AttemptOperation<T extends @Nullable Object, E extends Exception> {
  /**
   * Makes the call.
   *
   * @param attempt the attempt this call is; valid until the call returns
   * @return its result, possibly null
   * @throws E if the call fails
   */
  T call(Attempt attempt) throws E;
}
