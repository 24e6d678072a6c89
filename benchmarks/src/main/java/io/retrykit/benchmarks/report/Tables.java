package io.retrykit.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The rows of a run, a table for each question, setting and number of threads, in the order of the questions. */
final class Tables {
  private final Properties titles = new Properties();

  Tables() throws IOException {
    try (InputStream in = Tables.class.getResourceAsStream("questions.properties")) {
      if (in == null) {
        throw new IOException("questions.properties is missing");
      }
      titles.load(in);
    }
  }

  /**
   * One table.
   *
   * @param title the question in words, with its setting
   * @param rows the contenders, the fastest first
   */
  record Table(String title, List<Row> rows) {
    /** Returns what one would write by hand: the row the others are compared with. */
    Optional<Row> limit() {
      return rows.stream()
          .filter(row -> Contender.of(row.contender()) == Contender.LIMIT)
          .min(Comparator.comparing((Row row) -> !row.contender().startsWith("handWritten"))
              .thenComparingDouble(Row::median));
    }

    /** Returns the fastest peer. */
    Optional<Row> bestPeer() {
      return rows.stream()
          .filter(row -> Contender.of(row.contender()) == Contender.PEER)
          .min(Comparator.comparingDouble(Row::median));
    }
  }

  List<Table> of(Run run) {
    Map<String, List<Row>> grouped = new LinkedHashMap<>();
    run.rows().stream()
        .sorted(Comparator.comparingInt((Row row) -> order(row.question()))
            .thenComparingInt(Row::threads)
            .thenComparingDouble(row -> size(row.setting()))
            .thenComparing(Row::setting)
            .thenComparingDouble(Row::median))
        .forEach(
            row -> grouped.computeIfAbsent(title(row), key -> new ArrayList<>()).add(row));
    List<Table> tables = new ArrayList<>();
    grouped.forEach((title, rows) -> tables.add(new Table(title, rows)));
    return tables;
  }

  private int order(String question) {
    // a Properties has no order, so that of the first success comes from here
    List<String> first = List.of(
        "FirstSuccess",
        "Deadline",
        "Listener",
        "TwoFailures",
        "Delay",
        "Wrapped",
        "Proxy",
        "Context",
        "AsyncComplete",
        "AsyncPending",
        "AsyncFailure",
        "Stream",
        "Timer",
        "Breaker",
        "BreakerFailures",
        "BreakerClock",
        "BreakerOpen",
        "BreakerHalfOpen",
        "RetryBreaker",
        "Composed",
        "Limiter",
        "Quota",
        "Budget",
        "BudgetCheck",
        "BudgetedRetry",
        "FirstCall");
    int place = first.indexOf(question);
    return place < 0 ? first.size() + question.charAt(0) : place;
  }

  private static double size(String setting) {
    String number = setting.replaceAll("[^0-9]", "");
    return number.isEmpty() ? 0 : Double.parseDouble(number);
  }

  private String title(Row row) {
    String title = titles.getProperty(row.question(), row.question());
    String setting = row.setting();
    return title
        + (setting.isEmpty() ? "" : " (" + setting + ")")
        + (row.threads() == 1 ? "" : ", " + row.threads() + " threads");
  }
}
