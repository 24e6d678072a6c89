package io.retrykit.examples.chart;

import java.util.Locale;

/** Text and numbers as they stand in HTML, XML and scripts. */
final class Markup {
  private Markup() {}

  /** Returns text for an element or a quoted attribute; what XML does not allow becomes U+FFFD. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.appendCodePoint(allowed(c) ? c : 0xfffd);
      }
    });
    return escaped.toString();
  }

  private static boolean allowed(int c) {
    boolean control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return !control && !surrogate && c != 0xfffe && c != 0xffff;
  }

  /** Returns JSON so that it can stand within a script: nothing in it ends the element or opens a comment. */
  static String script(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  /** Returns a coordinate: two decimals at most, the same in every locale. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
    return text.equals("-0") ? "0" : text;
  }
}
