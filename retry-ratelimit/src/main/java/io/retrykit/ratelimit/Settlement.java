package io.retrykit.ratelimit;

import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How the true figure of one dimension is read from a result.
 *
 * @param dimension the dimension's name
 * @param type the results it can be read from
 * @param actual reads it
 */
record Settlement<R>(String dimension, Class<R> type, ToLongFunction<? super R> actual) {
  boolean fits(String name, @Nullable Object result) {
    return dimension.equals(name) && type.isInstance(result);
  }

  long read(@Nullable Object result) {
    return actual.applyAsLong(type.cast(result));
  }
}
