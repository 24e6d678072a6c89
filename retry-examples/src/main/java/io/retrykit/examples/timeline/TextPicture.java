package io.retrykit.examples.timeline;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Draws a timeline with characters: calls that were not made at once share a line, the breaker has its own. Stateless.
 */
public final class TextPicture {
  private static final int BREAKER = Integer.MAX_VALUE;

  private TextPicture() {}

  /**
   * Draws spans to scale. What is shorter than a column still has one.
   *
   * @param width how many columns the time has, 20 to 1000
   * @return lines, each ended by a line feed; a line that says so if there is nothing
   * @throws IllegalArgumentException if {@code width} is out of range
   */
  public static String draw(List<Span> spans, int width) {
    if (width < 20 || width > 1000) {
      throw new IllegalArgumentException("width must be 20 to 1000, was " + width);
    }
    if (spans.isEmpty()) {
      return "nothing happened\n";
    }
    long end = spans.stream().mapToLong(Span::toNanos).max().orElse(0);
    List<Integer> lanes = Lanes.of(spans);
    TreeMap<Integer, char[]> lines = new TreeMap<>();
    for (Span span : longestFirst(spans)) { // short ones are not to be hidden
      int lane = span.call() == 0 ? BREAKER : lanes.get(span.call() - 1);
      char[] line = lines.computeIfAbsent(lane, call -> blank(width));
      int from = Math.min(width - 1, column(span.fromNanos(), end, width));
      int to = Math.max(from + 1, column(span.toNanos(), end, width));
      Arrays.fill(line, from, to, span.kind().mark());
    }
    StringBuilder picture = new StringBuilder(scale(end, width));
    lines.forEach((lane, line) ->
        picture.append(row(lane == BREAKER ? "breaker" : lane == 0 ? "calls" : "", line)));
    return picture.append(legend(spans)).toString();
  }

  private static List<Span> longestFirst(List<Span> spans) {
    return spans.stream()
        .sorted(Comparator.comparingLong(span -> span.fromNanos() - span.toNanos()))
        .toList();
  }

  private static char[] blank(int width) {
    char[] line = new char[width];
    Arrays.fill(line, ' ');
    return line;
  }

  private static int column(long nanos, long end, int width) {
    return end == 0 ? 0 : (int) Math.floor((double) nanos * width / end);
  }

  private static String scale(long end, int width) {
    String last = String.format(Locale.ROOT, "%.1f s", end / 1e9);
    return String.format(Locale.ROOT, "%-10s0 s%" + (width - 3) + "s\n", "", last);
  }

  private static String row(String name, char[] line) {
    return String.format(Locale.ROOT, "%-10s%s", name, new String(line)).stripTrailing() + "\n";
  }

  private static String legend(List<Span> spans) {
    StringBuilder legend = new StringBuilder();
    for (Span.Kind kind : Span.Kind.values()) {
      if (spans.stream().anyMatch(span -> span.kind() == kind)) {
        legend
            .append(legend.isEmpty() ? "          " : "   ")
            .append(kind.mark())
            .append(' ')
            .append(kind);
      }
    }
    return legend.append('\n').toString();
  }
}
