package io.retrykit.benchmarks.report;

import static io.retrykit.benchmarks.report.Target.text;

import io.retrykit.benchmarks.report.Tables.Table;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes runs as Markdown: what was wanted and what came of it, then a table for each question. */
final class MarkdownReport {
  /** Where the wall's time is so many times the processor's, somebody else had the processor. */
  private static final double WAITED = 1.1;

  private final Tables tables = new Tables();
  private final List<Target> targets = Target.all();

  MarkdownReport() throws IOException {}

  String of(String title, List<Run> runs) {
    StringBuilder page = new StringBuilder("# ").append(title).append("\n\n");
    page.append(
        "Made by `benchmarks/run`; change nothing by hand. How it was measured, and what the figures mean: "
            + "[docs/benchmarks.md](../docs/benchmarks.md).\n\n");
    for (Run run : runs) {
      page.append("- ").append(where(run)).append('\n');
    }
    page.append("- Versions: ")
        .append(versions(runs.get(0).machine().versions()))
        .append("\n\n");
    for (Run run : runs) {
      wanted(page, run);
    }
    for (Run run : runs) {
      page.append("\n# JDK ").append(run.machine().feature()).append("\n");
      for (Table table : tables.of(run)) {
        table(page, table);
      }
    }
    return page.toString();
  }

  static String where(Run run) {
    Machine machine = run.machine();
    long waited = run.rows().stream().filter(row -> row.waited() > WAITED).count();
    return machine.date() + ", " + machine.jdk() + ", " + machine.processor() + ", "
        + machine.cores() + " cores; " + run.canary() + "; " + waited + " of "
        + run.rows().size() + " rows took more than " + text(WAITED)
        + " times as long on the wall as on the processor";
  }

  private void wanted(StringBuilder page, Run run) {
    page.append("\n## What was wanted, JDK ").append(run.machine().feature()).append("\n\n");
    page.append("| question | ours | wanted | measured | |\n|---|---|---|---|---|\n");
    for (Target target : targets) {
      target
          .judge(run)
          .ifPresent(verdict -> page.append("| ")
              .append(name(target.question(), target.setting(), target.threads()))
              .append(" | `")
              .append(target.ours())
              .append("` | ")
              .append(verdict.wanted())
              .append(" | ")
              .append(verdict.measured())
              .append(verdict.met() ? " | met |\n" : " | **missed** |\n"));
    }
  }

  private static String name(String question, String setting, int threads) {
    return question
        + (setting.isEmpty() ? "" : " " + setting)
        + (threads == 1 ? "" : ", " + threads + " threads");
  }

  private static void table(StringBuilder page, Table table) {
    Optional<Row> limit = table.limit();
    Optional<Row> peer = table.bestPeer();
    page.append("\n## ").append(table.title()).append("\n\n");
    page.append("| | ns, median (least to most) | B | ")
        .append(limit.map(row -> "x `" + row.contender() + "`").orElse("x by hand"))
        .append(" | ")
        .append(peer.map(row -> "x `" + row.contender() + "`").orElse("x best peer"))
        .append(" |\n|---|---|---|---|---|\n");
    for (Row row : table.rows()) {
      page.append("| ")
          .append(
              Contender.of(row.contender()) == Contender.OURS
                  ? "**" + row.contender() + "**"
                  : row.contender())
          .append(" | ")
          .append(times(row))
          .append(" | ")
          .append(text(row.mostBytes()))
          .append(" | ")
          .append(limit.map(by -> text(row.ratioTo(by))).orElse(""))
          .append(" | ")
          .append(peer.map(by -> text(row.ratioTo(by))).orElse(""))
          .append(" |\n");
    }
  }

  static String times(Row row) {
    return text(row.median()) + " (" + text(row.least()) + " to " + text(row.most()) + ")";
  }

  /** Returns the versions in one line. */
  static String versions(Map<String, String> versions) {
    return versions.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
