package io.retrykit.throttle.hint;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The headers of one response. */
@FunctionalInterface
public interface HeaderSource {
  /** No headers at all. */
  HeaderSource NONE = name -> null;

  /**
   * Returns the first value of a header, ignoring case.
   *
   * @param name the header's name in lower case
   * @return the value as it was sent, or null if the header is not there
   */
  @Nullable
  String first(String name);

  /**
   * Returns the headers in a map, ignoring the case of its keys.
   *
   * @param headers values by name: strings, or arrays or collections of which the first element counts; null keys, as
   *     {@code HttpURLConnection} has one, and null values are passed over
   */
  static HeaderSource of(Map<?, ?> headers) {
    return new MappedHeaders(Objects.requireNonNull(headers, "headers"));
  }
}
