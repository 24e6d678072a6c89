package io.retrykit.examples.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrykit.examples.simulate.Csv.Row;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContentionTest {
  /** The toolkit counts in whole nanoseconds, a millionth of the model's unit, and there are some pauses in a row. */
  private static final double NANOS_CUT = 1e-4;

  /** Up to this time no decorrelated pause is near the cap, where the toolkit cuts the range before it draws. */
  private static final double CAP_FAR = 800;

  static Stream<Arguments> exact() {
    return Csv.read("exact.csv").stream().map(Arguments::of);
  }

  /** The formulas that the toolkit has too; its proportional jitter is the model's without the cut. */
  static Stream<Arguments> toolkit() {
    Map<String, String> names = Map.of(
        "exponential", "toolkit-exponential",
        "full", "toolkit-full",
        "equal", "toolkit-equal",
        "decorrelated", "toolkit-decorrelated",
        "proportional", "toolkit-proportional-uncut");
    return Csv.read("exact.csv").stream()
        .filter(row -> names.containsKey(row.get("jitter")))
        .filter(row -> !row.get("jitter").equals("decorrelated") || row.number("time") < CAP_FAR)
        .map(row -> Arguments.of(row, names.get(row.get("jitter"))));
  }

  private static Trial run(Row row, String jitter) {
    Lcg hops = new Lcg(42);
    Contender contender = Contender.parse("jitter", jitter).get(0);
    return Contention.run(row.whole("clients"), contender.client(), hops::hop, units(row.get("u")));
  }

  private static DoubleSupplier units(String u) {
    if (u.equals("lcg")) {
      return new Lcg(7)::unit;
    }
    double constant = Double.parseDouble(u);
    return () -> constant;
  }

  @ParameterizedTest
  @MethodSource("exact")
  void run_withoutRandomness_isTheModelsTableToTheLastDigit(Row row) {
    Trial trial = run(row, row.get("jitter"));
    assertThat(trial.calls()).isEqualTo(row.whole("calls"));
    assertThat(String.format(Locale.ROOT, "%.6f", trial.time())).isEqualTo(row.get("time"));
    assertThat(trial.mostConflicts()).isEqualTo(row.whole("most_conflicts"));
  }

  @ParameterizedTest
  @MethodSource("toolkit")
  void run_withTheToolkitsBackoff_isTheModelsTable(Row row, String jitter) {
    Trial trial = run(row, jitter);
    assertThat(trial.calls()).isEqualTo(row.whole("calls"));
    assertThat(trial.time()).isCloseTo(row.number("time"), within(NANOS_CUT));
    assertThat(trial.mostConflicts()).isEqualTo(row.whole("most_conflicts"));
  }

  @Test
  void tables_read_haveEveryCell() {
    List<Row> rows = Csv.read("exact.csv");
    assertThat(rows).hasSize(3 * 6 * 6 + 4 * 4);
    assertThat(Csv.read("statistics.csv")).hasSize(4 * 9);
  }

  @Test
  void run_someClients_writesAreInOrderAndOneEachSucceeds() {
    Lcg hops = new Lcg(1);
    Trial trial = Contention.run(30, ModelJitter.FULL::client, hops::hop, new Lcg(2)::unit);
    assertThat(trial.callTimes()).isSorted();
    assertThat(trial.calls()).isGreaterThan(30);
    assertThat(trial.callTimes()[0]).isBetween(30.0, 33.0);
    assertThat(trial.time())
        .isBetween(
            trial.callTimes()[trial.calls() - 1] + 10, trial.callTimes()[trial.calls() - 1] + 11);
  }
}
