package io.retrykit.examples.chart;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The numbers of a chart, to read.
 *
 * @param title above it
 * @param columns their names, unit included
 * @param rows each as many cells as there are columns; the first one names the row
 */
public record Table(String title, List<String> columns, List<List<String>> rows) {
  /** Copies, and checks that each row fits. */
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "row must have " + columns.size() + " cells, was " + row);
      }
    }
  }

  /** Returns it for a terminal: the first column to the left, the others to the right, each line ended. */
  public String text() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] = rows.stream()
          .mapToInt(row -> row.get(column).length())
          .reduce(columns.get(i).length(), Math::max);
    }
    StringBuilder text = new StringBuilder(title).append('\n');
    line(text, columns, widths);
    rows.forEach(row -> line(text, row, widths));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - cells.get(i).length());
      line.append("  ").append(i == 0 ? cells.get(i) + padding : padding + cells.get(i));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  /** Returns it as an element of a page. */
  public String html() {
    return "<table>\n<caption>" + Markup.escape(title) + "</caption>\n<thead><tr>"
        + cells("<th scope=\"col\">", columns, "</th>") + "</tr></thead>\n<tbody>\n"
        + rows.stream().map(Table::row).collect(Collectors.joining())
        + "</tbody>\n</table>\n";
  }

  private static String row(List<String> row) {
    return "<tr><th scope=\"row\">" + Markup.escape(row.get(0)) + "</th>"
        + cells("<td>", row.subList(1, row.size()), "</td>") + "</tr>\n";
  }

  private static String cells(String before, List<String> cells, String after) {
    return cells.stream()
        .map(cell -> before + Markup.escape(cell) + after)
        .collect(Collectors.joining());
  }
}
