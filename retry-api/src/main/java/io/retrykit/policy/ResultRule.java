package io.retrykit.policy;

import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code retryOnResult} or {@code abortOnResult}.
 *
 * @param type the results the predicate is asked about; null: all of them, the null result included
 */
record ResultRule(@Nullable Class<?> type, Predicate<@Nullable Object> predicate) {
  static <R> ResultRule of(Class<R> type, Predicate<? super R> predicate) {
    Objects.requireNonNull(type, "type"); // null would stand for every type
    return new ResultRule(type, result -> predicate.test(type.cast(result)));
  }

  boolean matches(@Nullable Object result) {
    return (type == null || type.isInstance(result)) && predicate.test(result);
  }

  @Override
  public String toString() {
    return type == null ? "a predicate" : "a predicate on " + type.getSimpleName();
  }
}
