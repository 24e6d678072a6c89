package io.retrykit.benchmarks.report;

import static io.retrykit.benchmarks.report.RowTest.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static Target target(double timesAtMost, double nanosMore, double faster, double bytes) {
    return new Target(
        "", "Q", "", 1, "ours", "handWritten", timesAtMost, nanosMore, faster, "aws", bytes);
  }

  private static Run run(int jdk, Row... rows) {
    return new Run(new Machine("2026-11-27", "JVM", jdk, "CPU", 2, Map.of()), "", List.of(rows));
  }

  private static boolean met(Target target, Row... rows) {
    return target.judge(run(17, rows)).orElseThrow().met();
  }

  @Test
  void judge_ratioToTheLimit_decides() {
    Target target = target(1.2, Double.NaN, Double.NaN, Double.NaN);

    assertThat(met(target, row("Q", "ours", 12), row("Q", "handWritten", 10))).isTrue();
    assertThat(met(target, row("Q", "ours", 13), row("Q", "handWritten", 10))).isFalse();
  }

  @Test
  void judge_aFewNanosecondsMore_areEnoughWhereTheyAreAllowed() {
    Target target = target(1.1, 1.5, Double.NaN, Double.NaN);

    assertThat(met(target, row("Q", "ours", 3.4), row("Q", "handWritten", 2))).isTrue();
    assertThat(met(target, row("Q", "ours", 3.6), row("Q", "handWritten", 2))).isFalse();
  }

  @Test
  void judge_bestPeer_decidesButTheOneLeftOutDoesNot() {
    Target target = target(Double.NaN, Double.NaN, 3, Double.NaN);
    Row ours = row("Q", "ours", 10);

    assertThat(met(
            target,
            ours,
            row("Q", "failsafe", 90),
            row("Q", "resilience4j", 30),
            row("Q", "aws", 1)))
        .isTrue();
    assertThat(met(target, ours, row("Q", "failsafe", 90), row("Q", "resilience4j", 29)))
        .isFalse();
  }

  @Test
  void judge_bytes_areCompared() {
    Row allocating =
        new Row("Q", "ours", Map.of(), 1, List.of(1.0), List.of(1.0), List.of(0.0, 24.5));

    assertThat(met(target(Double.NaN, Double.NaN, Double.NaN, 0), allocating)).isFalse();
    assertThat(met(target(Double.NaN, Double.NaN, Double.NaN, 24), allocating)).isTrue();
  }

  /** A breaker around an operation is not compared with one that is only asked. */
  @Test
  void judge_breakers_areComparedWithTheirKind() {
    Target asked =
        new Target("", "Breaker", "", 1, "admit", "", Double.NaN, Double.NaN, 1, "", Double.NaN);

    assertThat(met(
            asked,
            row("Breaker", "admit", 5),
            row("Breaker", "failsafeCall", 1),
            row("Breaker", "failsafeBreaker", 6)))
        .isTrue();
    assertThat(met(asked, row("Breaker", "admit", 5), row("Breaker", "failsafeBreaker", 4)))
        .isFalse();
  }

  @Test
  void judge_questionThatNobodyWasAsked_saysNothing() {
    assertThat(target(1, 1, 1, 1).judge(run(17, row("Other", "ours", 1)))).isEmpty();
  }

  /** What was not measured must not read as met. */
  @Test
  void judge_withoutOurs_theLimit_thePeers_orTheBytes_isMissed() {
    double no = Double.NaN;
    Row unknown = new Row("Q", "ours", Map.of(), 1, List.of(1.0), List.of(1.0), List.of(0.0, no));

    assertThat(met(target(no, no, no, no), row("Q", "handWritten", 1))).isFalse();
    assertThat(met(target(9, no, no, no), row("Q", "ours", 1), row("Q", "failsafe", 9)))
        .isFalse();
    assertThat(met(target(no, no, 1, no), row("Q", "ours", 1), row("Q", "handWritten", 9)))
        .isFalse();
    assertThat(met(target(no, no, no, 0), unknown)).isFalse();
  }

  @Test
  void judge_wantedOnAnotherJdk_saysNothing() {
    Target newest =
        new Target("25", "Q", "", 1, "ours", "", Double.NaN, Double.NaN, Double.NaN, "", 0);

    assertThat(newest.judge(run(17, row("Q", "ours", 1)))).isEmpty();
    assertThat(newest.judge(run(25, row("Q", "ours", 1)))).isPresent();
  }
}
