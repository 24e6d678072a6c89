package io.retrykit.examples.simulate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the tables of the model: lines of comment, a line of names, lines of values without quotes. */
final class Csv {
  private Csv() {}

  static List<Row> read(String name) {
    try (InputStream in = Csv.class.getResourceAsStream("/simulator/" + name);
        BufferedReader reader = new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(in, name), StandardCharsets.UTF_8))) {
      List<List<String>> lines = reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split(",", -1)))
          .toList();
      return lines.stream().skip(1).map(line -> row(lines.get(0), line)).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Row row(List<String> names, List<String> values) {
    Map<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      cells.put(names.get(i), values.get(i));
    }
    return new Row(cells);
  }

  /** A line of a table, by the names of its columns. */
  record Row(Map<String, String> cells) {
    String get(String name) {
      return Objects.requireNonNull(cells.get(name), name);
    }

    int whole(String name) {
      return Integer.parseInt(get(name));
    }

    double number(String name) {
      return Double.parseDouble(get(name));
    }
  }
}
