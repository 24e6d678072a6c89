package io.retrykit.throttle.shape;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a response as text, read where somebody wants to know it, once. For one thread. */
final class Body {
  static final Body NONE = new Body(List.of());

  private final List<Object> holders;
  private boolean read;
  private @Nullable String text;

  /** Makes the body that the first of these has which has one. */
  Body(List<Object> holders) {
    this.holders = List.copyOf(holders);
  }

  /** Returns the body as far as it is at hand as text; null if it is not. */
  @Nullable
  String text() {
    for (int i = 0; !read && text == null && i < holders.size(); i++) {
      Object holder = holders.get(i);
      text = Shape.of(holder.getClass()).body(holder);
    }
    read = true;
    return text;
  }
}
