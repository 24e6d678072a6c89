package io.retrykit.examples.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.examples.chart.Axis.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleTest {
  private static Scale scale(Kind kind, double least, double most) {
    return Scale.of(new Axis("x", kind), least, most);
  }

  @Test
  void of_linear_marksRoundNumbersFromZero() {
    assertThat(scale(Kind.LINEAR, 3, 17.6).ticks()).containsExactly(0.0, 5.0, 10.0, 15.0, 20.0);
    assertThat(scale(Kind.LINEAR, 0, 0.5).ticks()).hasSize(6).endsWith(0.5);
    assertThat(scale(Kind.LINEAR, 0, 0).ticks()).startsWith(0.0).hasSizeGreaterThan(1);
  }

  @Test
  void of_whole_marksNothingBetweenWholeNumbers() {
    assertThat(scale(Kind.WHOLE, 1, 2).ticks()).containsExactly(0.0, 1.0, 2.0);
    assertThat(scale(Kind.WHOLE, 10, 100).ticks())
        .containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
  }

  @Test
  void of_logarithmic_marksPowersOfTen() {
    assertThat(scale(Kind.LOGARITHMIC, 12, 2400).ticks())
        .containsExactly(10.0, 100.0, 1000.0, 10000.0);
    assertThat(scale(Kind.LOGARITHMIC, 10, 10).ticks()).containsExactly(10.0, 100.0);
    assertThat(scale(Kind.LOGARITHMIC, 10, 1000).at(100)).isEqualTo(0.5);
    assertThatThrownBy(() -> scale(Kind.LOGARITHMIC, 0, 1))
        .hasMessage("values on a logarithmic axis must be above zero, was 0.0");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.07, 1, 3.3, 99, 12345, 9.2e9})
  void of_anyValue_liesWithinAndTheAxisIsUsed(double most) {
    for (Kind kind : List.of(Kind.LINEAR, Kind.LOGARITHMIC)) {
      Scale scale = scale(kind, most, most);
      assertThat(scale.at(most)).isBetween(0.0, 1.0 + 1e-9);
      assertThat(scale.ticks()).hasSizeBetween(2, 9).isSorted();
    }
    assertThat(scale(Kind.LINEAR, most, most).at(most)).isGreaterThan(0.25);
  }

  @Test
  void label_numbers_haveThousandsApart() {
    assertThat(Scale.label(0)).isEqualTo("0");
    assertThat(Scale.label(100)).isEqualTo("100");
    assertThat(Scale.label(12_000)).isEqualTo("12,000");
    assertThat(Scale.label(0.25)).isEqualTo("0.25");
    assertThat(Scale.label(9_223_000_000.0)).isEqualTo("9.2e+09");
  }
}
