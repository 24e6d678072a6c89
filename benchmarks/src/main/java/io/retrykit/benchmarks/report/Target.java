package io.retrykit.benchmarks.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we want to be: a line of {@code targets.csv}. Numbers that ask for nothing are {@code NaN}.
 *
 * @param jdk the feature release it is wanted on; empty if on any
 * @param question the question
 * @param setting its parameters, as {@link Row#setting} writes them
 * @param threads how many ask
 * @param ours the contender that is meant
 * @param against the limit; empty if there is none
 * @param timesAtMost how many times the limit's time is allowed
 * @param nanosMore or how much more than it
 * @param timesFaster how many times faster than the best peer
 * @param leftOut a peer that answers another question
 * @param bytesAtMost what may be allocated; below one is noise
 */
record Target(
    String jdk,
    String question,
    String setting,
    int threads,
    String ours,
    String against,
    double timesAtMost,
    double nanosMore,
    double timesFaster,
    String leftOut,
    double bytesAtMost) {
  private static final int FIELDS = 11;

  static List<Target> all() throws IOException {
    return Csv.read("targets.csv", FIELDS).stream().map(Target::of).toList();
  }

  private static Target of(String[] fields) {
    return new Target(
        fields[0],
        fields[1],
        fields[2],
        Integer.parseInt(fields[3]),
        fields[4],
        fields[5],
        Csv.number(fields[6]),
        Csv.number(fields[7]),
        Csv.number(fields[8]),
        fields[9],
        Csv.number(fields[10]));
  }

  /**
   * What became of it.
   *
   * @param target what was wanted
   * @param wanted the same in words
   * @param measured what was measured, in words
   * @param met whether it is enough
   */
  record Verdict(Target target, String wanted, String measured, boolean met) {}

  /** Judges what was measured; empty where nobody was asked the question, or nothing is wanted. What is missing is missed. */
  Optional<Verdict> judge(Run run) {
    if (!jdk.isEmpty() && !jdk.equals(String.valueOf(run.machine().feature()))) {
      return Optional.empty();
    }
    List<Row> table = run.rows().stream()
        .filter(row -> row.question().equals(question)
            && row.setting().equals(setting)
            && row.threads() == threads)
        .toList();
    if (run.rows().stream().noneMatch(row -> row.question().equals(question))) {
      return Optional.empty();
    }
    @Nullable Row own = find(table, ours);
    if (own == null) {
      return Optional.of(new Verdict(this, "", "not measured", false));
    }
    List<String> wanted = new ArrayList<>();
    List<String> measured = new ArrayList<>();
    boolean met = true;
    if (!Double.isNaN(timesAtMost)) {
      @Nullable Row limit = find(table, against);
      double ratio = limit == null ? Double.NaN : own.ratioTo(limit);
      double more = limit == null ? Double.NaN : own.median() - limit.median();
      wanted.add("at most " + text(timesAtMost) + " x " + against
          + (Double.isNaN(nanosMore) ? "" : " or " + text(nanosMore) + " ns more"));
      String apart = text(Math.abs(more)) + (more < 0 ? " ns less" : " ns more");
      measured.add(text(ratio) + " x" + (Double.isNaN(nanosMore) ? "" : ", " + apart));
      met &= ratio <= timesAtMost || more <= nanosMore;
    }
    if (!Double.isNaN(timesFaster)) {
      Optional<Row> best = bestPeer(table);
      double faster = best.map(peer -> peer.ratioTo(own)).orElse(Double.NaN);
      wanted.add(
          timesFaster == 1 ? "ahead of all peers" : text(timesFaster) + " x faster than any peer");
      String comparison = faster < 1 ? text(1 / faster) + " x slower" : text(faster) + " x faster";
      measured.add(comparison + " than " + best.map(Row::contender).orElse("nobody"));
      met &= faster >= timesFaster;
    }
    if (!Double.isNaN(bytesAtMost)) {
      wanted.add(text(bytesAtMost) + " B");
      measured.add(text(own.mostBytes()) + " B");
      met &= own.mostBytes() < bytesAtMost + 1;
    }
    return Optional.of(
        new Verdict(this, String.join("; ", wanted), String.join("; ", measured), met));
  }

  private Optional<Row> bestPeer(List<Row> table) {
    return table.stream()
        .filter(row ->
            Contender.of(row.contender()) == Contender.PEER && !row.contender().equals(leftOut))
        .filter(row -> isCall(row.contender()) == isCall(ours))
        .min((a, b) -> Double.compare(a.median(), b.median()));
  }

  /** A breaker around an operation is not compared with one that is only asked. */
  private boolean isCall(String contender) {
    return question.startsWith("Breaker") && contender.toLowerCase(Locale.ROOT).endsWith("call");
  }

  private static @Nullable Row find(List<Row> table, String contender) {
    return table.stream()
        .filter(row -> row.contender().equals(contender))
        .findFirst()
        .orElse(null);
  }

  static String text(double value) {
    return Math.abs(value) >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.2f", value)
            .replaceAll("\\.?0+$", "");
  }
}
