package io.retrykit.throttle.hint;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Headers in somebody's map, of which nothing is known but that keys are names. */
record MappedHeaders(Map<?, ?> headers) implements HeaderSource {
  @Override
  public @Nullable String first(String name) {
    for (Map.Entry<?, ?> entry : headers.entrySet()) {
      if (entry.getKey() instanceof CharSequence key && name.equalsIgnoreCase(key.toString())) {
        String value = firstOf(entry.getValue());
        if (value != null) {
          return value;
        }
      }
    }
    return null;
  }

  private static @Nullable String firstOf(@Nullable Object value) {
    if (value instanceof Iterable<?> values) {
      Iterator<?> each = values.iterator();
      return each.hasNext() ? text(each.next()) : null;
    }
    if (value instanceof Object[] values) {
      return values.length > 0 ? text(values[0]) : null;
    }
    return text(value);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
