package io.retrykit.examples.docs;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lines of code without the indentation they have in common, so that a page and a class can be compared. */
record Code(String text) {
  private static final String LEFT_OUT = "...";

  static Code of(List<String> lines) {
    int indentation = lines.stream()
        .filter(line -> !line.isBlank())
        .mapToInt(line -> line.length() - line.stripLeading().length())
        .min()
        .orElse(0);
    return new Code(lines.stream()
        .map(line -> line.isBlank() ? "" : line.substring(indentation).stripTrailing())
        .collect(Collectors.joining("\n"))
        .strip());
  }

  /** Tells whether this, as a page has it, is that code; a line {@code ...} stands for lines that are left out. */
  boolean shows(Code code) {
    if (text.lines().noneMatch(line -> line.strip().equals(LEFT_OUT))) {
      return text.equals(code.text);
    }
    String pattern = text.lines()
        .map(line -> line.strip().equals(LEFT_OUT) ? "(?s:.*?)" : Pattern.quote(line))
        .collect(Collectors.joining("\\s*?\n"));
    return Pattern.matches(pattern, code.text);
  }
}
