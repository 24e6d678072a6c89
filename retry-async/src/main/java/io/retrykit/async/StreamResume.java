package io.retrykit.async;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with a stream that has failed in the middle: with what comes after the elements that were delivered. Safe for
 * use by many threads.
 */
@FunctionalInterface
public interface StreamResume<T> {
  /**
   * Begins the next attempt. Whatever it sends is delivered, so it must not send again what was.
   *
   * @param delivered how many elements have been delivered so far, one or more
   * @param last the last of them
   * @param failure why the last attempt ended; null after an unnamed end
   * @return what sends the rest; throwing, or returning null, is a failed attempt
   */
  Flow.Publisher<T> resume(long delivered, T last, @Nullable Throwable failure);
}
