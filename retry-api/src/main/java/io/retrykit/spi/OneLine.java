package io.retrykit.spi;

import org.jspecify.annotations.Nullable;

/**
 * Makes text from outside (a message, a key, a name) fit for one line of a log: nobody can forge a second one with a line
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

  private static void append(StringBuilder line, int c) {
    switch (c) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        int type = Character.getType(c);
        boolean unseen = type == Character.CONTROL
            || type == Character.FORMAT
            || type == Character.LINE_SEPARATOR
            || type == Character.PARAGRAPH_SEPARATOR
            || type == Character.SURROGATE;
        if (unseen) {
          line.append(String.format("\\u%04x", c));
        } else {
          line.appendCodePoint(c);
        }
      }
    }
  }
}
