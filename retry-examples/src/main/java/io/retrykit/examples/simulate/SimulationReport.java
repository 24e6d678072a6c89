package io.retrykit.examples.simulate;

import io.retrykit.examples.chart.Axis;
import io.retrykit.examples.chart.Chart;
import io.retrykit.examples.chart.Page;
import io.retrykit.examples.chart.Point;
import io.retrykit.examples.chart.Series;
import io.retrykit.examples.chart.Series.Style;
import io.retrykit.examples.chart.Table;
import io.retrykit.examples.simulate.Trials.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A study as tables and as a page. */
final class SimulationReport {
  private static final List<String> LEAD = List.of(
      "Every client must write the same row of one server once. It reads the row's version and writes; if another client"
          + " wrote in between, it pauses and begins again. None gives up. A message takes 10 ms on average.",
      "The formulas are those of the model behind M. Brooker, Exponential Backoff and Jitter, AWS Architecture Blog, 2015,"
          + " with a base of 5 ms and a cap of 2 s; those with toolkit- before the name are this toolkit's own backoffs, set the same way.");

  private SimulationReport() {}

  /** Returns the numbers: work and time, a row for each contender, a column for each number of clients. */
  static List<Table> tables(Study study) {
    return List.of(
        table(
            "Work: calls until every client has written (mean ± standard error)",
            "%.1f ± %.2f",
            study,
            Result::calls),
        table(
            "Time until every client has written, in ms (mean ± standard error)",
            "%.0f ± %.1f",
            study,
            Result::time),
        table(
            "Conflicts of the unluckiest client (mean ± standard error)",
            "%.2f ± %.3f",
            study,
            Result::mostConflicts));
  }

  private static Table table(
      String title, String format, Study study, Function<Result, Estimate> figure) {
    List<String> columns = new ArrayList<>(List.of("jitter"));
    List<List<String>> rows = new ArrayList<>();
    study.results().forEach((contender, results) -> {
      List<String> row = new ArrayList<>(List.of(contender.name()));
      for (Result result : results) {
        Estimate estimate = figure.apply(result);
        row.add(String.format(Locale.ROOT, format, estimate.mean(), estimate.error()));
      }
      rows.add(row);
    });
    study
        .results()
        .values()
        .iterator()
        .next()
        .forEach(result ->
            columns.add(result.clients() == 1 ? "1 client" : result.clients() + " clients"));
    return new Table(title, columns, rows);
  }

  /** Returns the page: work and time over the number of clients, and when the calls come. */
  static Page page(Study study, Trials trials) {
    List<String> lead = new ArrayList<>(LEAD);
    lead.add(trials.count() + " trials for each point, seed " + trials.seed() + ".");
    return new Page(
        "Many clients, one server: what each jitter costs", lead, charts(study), tables(study));
  }

  private static List<Chart> charts(Study study) {
    Axis clients = new Axis("clients (number)", Axis.Kind.WHOLE);
    List<Result> any = study.results().values().iterator().next();
    int most = any.get(any.size() - 1).clients();
    return List.of(
        new Chart(
            "Work: calls until every client has written",
            clients,
            new Axis("calls (number)", Axis.Kind.LINEAR),
            lines(study, Result::calls)),
        new Chart(
            "Time until every client has written",
            clients,
            new Axis("time (ms)", Axis.Kind.LOGARITHMIC),
            lines(study, Result::time)),
        new Chart(
            "When the calls of " + most + " clients reach the server",
            new Axis("time (ms)", Axis.Kind.LINEAR),
            new Axis(
                String.format(Locale.ROOT, "calls in %.0f ms (number)", study.binMillis()),
                Axis.Kind.LINEAR),
            spread(study)));
  }

  private static List<Series> lines(Study study, Function<Result, Estimate> figure) {
    List<Series> lines = new ArrayList<>();
    study
        .results()
        .forEach((contender, results) -> lines.add(series(
            contender,
            results.stream()
                .map(result -> point(result.clients(), figure.apply(result)))
                .toList())));
    return lines;
  }

  private static Point point(int clients, Estimate estimate) {
    double mean = estimate.mean();
    return new Point(clients, mean - estimate.error(), mean, mean + estimate.error());
  }

  private static List<Series> spread(Study study) {
    List<Series> lines = new ArrayList<>();
    for (Map.Entry<Contender, List<Point>> entry : study.spread().entrySet()) {
      lines.add(series(entry.getKey(), entry.getValue()));
    }
    return lines;
  }

  /** The toolkit's backoff has the colour of the formula that it resembles: where they agree, dashes lie on a line. */
  private static Series series(Contender contender, List<Point> points) {
    return new Series(
        contender.name(), contender.toolkit() ? Style.DASHED : Style.LINE, contender.hue(), points);
  }
}
