package io.retrykit.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that was measured on one JVM.
 *
 * @param machine where
 * @param canary what says whether two threads met, or why they were not asked for
 * @param rows what
 */
public record Run(Machine machine, String canary, List<Row> rows) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Copies what it is given. */
  public Run {
    rows = List.copyOf(rows);
  }

  static Run read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), Run.class);
  }

  void write(Path file) throws IOException {
    JSON.writeValue(file.toFile(), this);
  }

  /** Returns this run with a further round's rows: appended where the key is known. */
  Run and(List<Row> round) {
    Map<String, Row> merged = new LinkedHashMap<>();
    rows.forEach(row -> merged.put(row.key(), row));
    round.forEach(row -> merged.merge(row.key(), row, Row::and));
    return new Run(machine, canary, new ArrayList<>(merged.values()));
  }
}
