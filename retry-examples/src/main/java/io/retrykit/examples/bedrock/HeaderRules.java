package io.retrykit.examples.bedrock;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.Locale;
import java.util.Set;

/** Which headers a script may set, checked where it is written and not when it is played. */
final class HeaderRules {
  private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding");

  private HeaderRules() {}

  /** Returns the name in lower case, if a script may use it. */
  static String checkName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (FRAMING.contains(lower)) {
      throw new IllegalArgumentException("header " + lower + " is set by the server");
    }
    new DefaultHttpHeaders().set(lower, ""); // throws for a name that HTTP does not allow
    return lower;
  }

  /** Returns the value, if it can be sent. */
  static String checkValue(String value) {
    new DefaultHttpHeaders().set("x", value); // throws for line breaks and the like
    return value;
  }
}
