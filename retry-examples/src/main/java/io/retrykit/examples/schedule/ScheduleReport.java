package io.retrykit.examples.schedule;

import io.retrykit.examples.chart.Axis;
import io.retrykit.examples.chart.Chart;
import io.retrykit.examples.chart.Page;
import io.retrykit.examples.chart.Point;
import io.retrykit.examples.chart.Series;
import io.retrykit.examples.chart.Series.Style;
import io.retrykit.examples.chart.Table;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Nanos;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** A schedule as text with bars, and as a page. */
final class ScheduleReport {
  private static final int BAR = 48;

  private ScheduleReport() {}

  /** Returns the schedule for a terminal, in ASCII. */
  static String text(Schedule schedule) {
    StringBuilder text = new StringBuilder(table(schedule).text());
    if (schedule.pauses().isEmpty()) {
      return text.append("  no retry, no pause\n").toString();
    }
    text.append(more(schedule));
    long longest = schedule.pauses().stream()
        .mapToLong(pause -> Math.max(pause.most(), pause.nominal()))
        .max()
        .orElse(0);
    text.append(
            "\n  # waited for certain, - up to the longest, | without jitter; the whole width is ")
        .append(Nanos.text(longest))
        .append('\n');
    for (Pause pause : schedule.pauses()) {
      text.append(String.format(Locale.ROOT, "  %5d  %s\n", pause.retry(), bar(pause, longest)));
    }
    return text.toString();
  }

  private static String more(Schedule schedule) {
    if (schedule.more() == 0) {
      return "";
    }
    return "  ... and "
        + (schedule.more() == Integer.MAX_VALUE ? "so on without end" : schedule.more() + " more")
        + "\n";
  }

  private static String bar(Pause pause, long longest) {
    StringBuilder bar = new StringBuilder();
    int mark = cell(pause.nominal(), longest);
    int filled = cell(pause.least(), longest);
    int end = cell(pause.most(), longest);
    for (int i = 0; i <= Math.max(mark, end); i++) {
      bar.append(i == mark ? '|' : i < filled ? '#' : i <= end ? '-' : ' ');
    }
    return bar.toString();
  }

  private static int cell(long nanos, long longest) {
    return longest == 0 ? 0 : (int) Math.round((double) nanos / longest * (BAR - 1));
  }

  /** Returns the numbers. */
  static Table table(Schedule schedule) {
    return new Table(
        "Pauses after " + schedule.name() + ": " + schedule.backoff(),
        List.of("retry", "nominal", "jitter gives", "cumulated", "cumulated with jitter"),
        schedule.pauses().stream()
            .map(pause -> List.of(
                Integer.toString(pause.retry()),
                Nanos.text(pause.nominal()),
                range(pause.least(), pause.most()),
                Nanos.text(pause.sum()),
                range(pause.leastSum(), pause.mostSum())))
            .toList());
  }

  private static String range(long least, long most) {
    return least == most ? Nanos.text(least) : Nanos.text(least) + " to " + Nanos.text(most);
  }

  /** Returns the page: for each schedule the pauses, and what they come to. */
  static Page page(RetryPolicy policy, List<Schedule> schedules) {
    List<Chart> charts = new ArrayList<>();
    for (Schedule schedule : schedules) {
      if (!schedule.pauses().isEmpty()) {
        charts.add(chart(
            "Pause before each retry, after " + schedule.name(),
            "pause",
            schedule,
            Pause::least,
            Pause::nominal,
            Pause::most));
        charts.add(chart(
            "All pauses up to a retry, after " + schedule.name(),
            "sum of pauses",
            schedule,
            Pause::leastSum,
            Pause::sum,
            Pause::mostSum));
      }
    }
    return new Page(
        "Retry schedule: " + policy.name(),
        policy.explain().lines().toList(),
        charts,
        schedules.stream().map(ScheduleReport::table).toList());
  }

  private static Chart chart(
      String title,
      String y,
      Schedule schedule,
      ToLongFunction<Pause> least,
      ToLongFunction<Pause> nominal,
      ToLongFunction<Pause> most) {
    Unit unit = Unit.of(schedule.pauses().stream().mapToLong(most).max().orElse(0));
    List<Point> ranges = new ArrayList<>();
    List<Point> line = new ArrayList<>();
    for (Pause pause : schedule.pauses()) {
      double low = least.applyAsLong(pause) / unit.nanos();
      double high = most.applyAsLong(pause) / unit.nanos();
      ranges.add(new Point(pause.retry(), low, (low + high) / 2, high));
      line.add(Point.of(pause.retry(), nominal.applyAsLong(pause) / unit.nanos()));
    }
    Series nominals = new Series("nominal, without jitter", Style.LINE, 1, line);
    boolean spread = ranges.stream().anyMatch(point -> point.low() < point.high());
    return new Chart(
        title,
        new Axis("retry (number)", Axis.Kind.WHOLE),
        new Axis(y + " (" + unit.name() + ")", Axis.Kind.LINEAR),
        spread
            ? List.of(new Series("range that jitter gives", Style.RANGE, 0, ranges), nominals)
            : List.of(nominals));
  }

  /** The unit that the numbers on an axis are in. */
  private record Unit(String name, double nanos) {
    private static final List<Unit> ALL = List.of(
        new Unit("h", 3.6e12),
        new Unit("min", 6e10),
        new Unit("s", 1e9),
        new Unit("ms", 1e6),
        new Unit("us", 1e3));

    /** Returns the largest unit of which the longest pause is at least two. */
    static Unit of(long nanos) {
      return ALL.stream()
          .filter(unit -> nanos >= 2 * unit.nanos)
          .findFirst()
          .orElse(new Unit(nanos == 0 ? "s" : "ns", nanos == 0 ? 1e9 : 1));
    }
  }
}
