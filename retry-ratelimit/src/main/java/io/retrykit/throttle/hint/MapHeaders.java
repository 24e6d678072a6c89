package io.retrykit.throttle.hint;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Headers in a map, whatever its keys and values turn out to be. */
record MapHeaders(Map<?, ?> headers) implements HeaderSource {
  @Override
  public @Nullable String first(String name) {
    for (Map.Entry<?, ?> header : headers.entrySet()) {
      if (header.getKey() instanceof String key && key.equalsIgnoreCase(name)) {
        String value = first(header.getValue());
        if (value != null) {
          return value;
        }
      }
    }
    return null;
  }

  private static @Nullable String first(@Nullable Object value) {
    Object one = value;
    if (value instanceof Collection<?> several) {
      Iterator<?> each = several.iterator();
      one = each.hasNext() ? each.next() : null;
    } else if (value instanceof Object[] several) {
      one = several.length == 0 ? null : several[0];
    }
    return one instanceof String text ? text : null;
  }
}
