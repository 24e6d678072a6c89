package io.retrykit.spi;

import org.jspecify.annotations.Nullable;

/**
 * Makes what comes from outside (a message, a key, a name, a failure) fit for a log: nobody can forge a line with a line
 * break.
 */
public final class OneLine {
  private static final int LONGEST = 500;

  private OneLine() {}

  /**
   * Returns the text with all that cannot be seen written out as in a string of Java, its first 500 characters at most.
   *
   * @param text empty if null
   */
  public static String of(@Nullable String text) {
    if (text == null) {
      return "";
    }
    StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST) + 16);
    int c;
    for (int i = 0; i < text.length(); i += Character.charCount(c)) {
      if (line.length() >= LONGEST) {
        return line.append("...").toString();
      }
      c = text.codePointAt(i);
      append(line, c);
    }
    return line.toString();
  }

  /**
   * Returns the arguments of a line: each as text, made fit for it, but for a failure that stands last, whose trace the
   * log prints. That one stays itself if there is nothing in it that cannot be seen; otherwise it is stood in for by
   * one with the same traces, its own and those of its causes and of what it suppressed, and the words made fit.
   *
   * <p>Never throws: what cannot be asked for its words is told by its class.
   */
  public static @Nullable Object[] all(@Nullable Object... values) {
    @Nullable Object[] fit = new @Nullable Object[values.length];
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      fit[i] = i == values.length - 1 && value instanceof Throwable failure
          ? StandIn.unlessFit(failure)
          : of(text(value));
    }
    return fit;
  }

  /** Returns what an object says it is, or its class if it cannot tell: a log must not cost a call. */
  static String text(@Nullable Object value) {
    try {
      return String.valueOf(value);
    } catch (Throwable silent) {
      return value == null ? "null" : value.getClass().getName();
    }
  }

  /** Tells whether there is nothing in a text that cannot be seen. */
  static boolean isPlain(String text) {
    return text.codePoints().noneMatch(OneLine::isUnseen);
  }

  private static boolean isUnseen(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }

  private static void append(StringBuilder line, int c) {
    switch (c) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        if (isUnseen(c)) {
          line.append(String.format("\\u%04x", c));
        } else {
          line.appendCodePoint(c);
        }
      }
    }
  }
}
