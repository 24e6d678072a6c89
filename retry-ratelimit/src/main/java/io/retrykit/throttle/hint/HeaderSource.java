package io.retrykit.throttle.hint;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The headers of one response, wherever they are kept. For {@code java.net.http}: {@code name ->
 * response.headers().firstValue(name).orElse(null)}.
 */
@FunctionalInterface
public interface HeaderSource {
  /** No headers at all. */
  HeaderSource NONE = name -> null;

  /**
   * Returns the value of a header, the first one if there are several; null if it is absent. May throw: {@link
   * ServerHint#read} takes that for absent.
   *
   * <p>A list that a server spreads over several lines of the same name, as it may the policies of {@code RateLimit}, is
   * heard as far as its first line goes, unless the source joins the lines with commas.
   *
   * @param name in lower case; to be looked up ignoring case
   */
  @Nullable
  String first(String name);

  /**
   * Returns the headers in a map, which is looked at again for each header, not copied. Names are compared ignoring
   * case; of several that differ in case alone the first with a value counts.
   *
   * @param headers names to values, each a {@code String}, a {@link Collection} or an array of strings, of which the
   *     first counts. Other kinds of value are absent, and so are those under a key that is null, as the status line of
   *     an {@code HttpURLConnection} is, or no string
   */
  static HeaderSource of(Map<?, ?> headers) {
    return new MapHeaders(Objects.requireNonNull(headers, "headers"));
  }
}
