package io.retrykit.examples.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.examples.simulate.Csv.Row;
import io.retrykit.examples.simulate.Trials.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The published statistics: 200 trials each of the published table and of ours, at fixed seeds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrialsTest {
  /** Combined standard errors; among 54 comparisons chance exceeds it once in some 2,700 seeds. */
  private static final double BOUND = 4.5;

  private final Map<String, Result> results = new HashMap<>();

  private Result result(String jitter, int clients) {
    return results.computeIfAbsent(
        jitter + clients,
        key -> new Trials(200, 20_261_126L)
            .run(Contender.parse("jitter", jitter).get(0), clients, trial -> {}));
  }

  private static double apart(Estimate a, Estimate b) {
    return (a.mean() - b.mean()) / Math.hypot(a.error(), b.error());
  }

  private static Estimate published(Row row, String column) {
    return new Estimate(row.number(column), row.number(column + "_se"));
  }

  private List<String> faraway(boolean toolkit, String... jitters) {
    List<String> far = new ArrayList<>();
    int compared = 0;
    for (Row row : Csv.read("statistics.csv")) {
      int clients = row.whole("clients");
      String jitter = row.get("jitter");
      if (clients <= 100 && (jitters.length == 0 || List.of(jitters).contains(jitter))) {
        Result ours = result(toolkit ? toolkits(jitter) : jitter, clients);
        double calls = apart(ours.calls(), published(row, "calls"));
        double time = apart(ours.time(), published(row, "time"));
        compared++;
        if (Math.abs(calls) >= BOUND || Math.abs(time) >= BOUND) {
          far.add(row + " ours " + ours + " calls " + calls + " time " + time);
        }
      }
    }
    assertThat(compared).isEqualTo(3 * (jitters.length == 0 ? 9 : jitters.length));
    return far;
  }

  private static String toolkits(String jitter) {
    return "toolkit-" + (jitter.equals("proportional") ? "proportional-uncut" : jitter);
  }

  @Test
  void run_everyFormula_agreesWithThePublishedStatistics() {
    assertThat(faraway(false)).isEmpty();
  }

  @Test
  void run_theToolkitsBackoffs_agreeWithThePublishedStatisticsOfTheirFormulas() {
    assertThat(faraway(true, "exponential", "full", "equal", "proportional")).isEmpty();
  }

  @Test
  void run_hundredClients_formulasRankByCallsAsPublished() {
    assertRanked(
        List.of("proportional", "full", "equal", "decorrelated", "exponential", "none"), false);
  }

  @Test
  void run_hundredClients_formulasRankByTimeAsPublished() {
    assertRanked(List.of("none", "decorrelated", "full", "proportional", "exponential"), true);
    assertRanked(List.of("full", "equal", "exponential"), true);
  }

  @Test
  void run_toolkitsProportional_keepsTheCapAndSoIsDoneSoonerThanTheFormula() {
    Result formula = result("proportional", 100);
    Result cut = result("toolkit-proportional", 100);
    assertThat(apart(formula.time(), cut.time())).isGreaterThan(5);
    assertThat(cut.calls().mean())
        .isBetween(formula.calls().mean() - 5, formula.calls().mean() + 5);
  }

  private void assertRanked(List<String> jitters, boolean byTime) {
    for (int i = 1; i < jitters.size(); i++) {
      Result less = result(jitters.get(i - 1), 100);
      Result more = result(jitters.get(i), 100);
      double gap = byTime ? apart(more.time(), less.time()) : apart(more.calls(), less.calls());
      assertThat(gap).as("%s before %s", less, more).isGreaterThan(3);
    }
  }

  @Test
  void run_sameSeed_givesTheSameNumbers_anotherSeedOthers() {
    Contender full = Contender.parse("jitter", "full").get(0);
    Result once = new Trials(5, 1).run(full, 20, trial -> {});
    assertThat(new Trials(5, 1).run(full, 20, trial -> {})).isEqualTo(once);
    assertThat(new Trials(5, 2).run(full, 20, trial -> {})).isNotEqualTo(once);
  }
}
