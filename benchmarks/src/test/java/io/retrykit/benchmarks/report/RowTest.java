package io.retrykit.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowTest {
  static Row row(String question, String contender, double... nanos) {
    List<Double> times = java.util.Arrays.stream(nanos).boxed().toList();
    return new Row(question, contender, Map.of(), 1, times, times, List.of(0.0));
  }

  @Test
  void median_oddAndEvenRounds_isTheMiddle() {
    assertThat(row("Q", "a", 3, 1, 2).median()).isEqualTo(2);
    assertThat(row("Q", "a", 4, 1, 3, 2).median()).isEqualTo(2.5);
  }

  @Test
  void ratio_isThatOfTheMiddles() {
    Row ours = row("Q", "ours", 2, 20, 200);
    Row limit = row("Q", "handWritten", 1, 10, 100);

    assertThat(ours.ratioTo(limit)).isEqualTo(2);
    assertThat(row("Q", "ours", 200, 2, 20).ratioTo(limit)).isEqualTo(2);
  }

  @Test
  void and_sameKey_appendsRounds() {
    Run run = new Run(
        new Machine("2026-11-27", "JVM", 17, "CPU", 2, Map.of()),
        "canary",
        List.of(row("Q", "a", 1)));

    Run longer = run.and(List.of(row("Q", "a", 2), row("Q", "b", 3)));

    assertThat(longer.rows())
        .extracting(Row::nanos)
        .containsExactly(List.of(1.0, 2.0), List.of(3.0));
  }

  @Test
  void extremes_areThoseOfTheRounds() {
    Row row = row("Q", "a", 3, 1, 2);

    assertThat(row.least()).isEqualTo(1);
    assertThat(row.most()).isEqualTo(3);
    assertThat(new Row(
            "Q", "a", Map.of(), 1, List.of(1.0, 1.0), List.of(1.0, 2.0), List.of(0.0, 24.0)))
        .satisfies(mixed -> assertThat(mixed.mostBytes()).isEqualTo(24))
        .satisfies(mixed -> assertThat(mixed.waited()).isEqualTo(1.5));
  }
}
