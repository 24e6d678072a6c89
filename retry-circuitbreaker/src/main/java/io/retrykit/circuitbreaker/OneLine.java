package io.retrykit.circuitbreaker;

/** Makes text from outside fit for one line of a log: nobody can forge a second one with a line break in a key. */
final class OneLine {
  private OneLine() {}

  /** Returns the text with all that cannot be seen written out as in a string of Java. */
  static String of(String text) {
    return text.codePoints().anyMatch(OneLine::isUnseen) ? escaped(text) : text;
  }

  private static String escaped(String text) {
    StringBuilder line = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(line, c));
    return line.toString();
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

  private static boolean isUnseen(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }
}
