package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** SPEC 23.13: the percentile of the recent attempts, by its definition: the least one that so many percent do not exceed. */
class LatenciesTest {
  private static final long AT_FIRST = ofSeconds(1).toNanos();

  @Property(tries = 500)
  void delay_isThePercentileOfTheLast128_asOfTheLastSixteenth(
      @ForAll @Size(min = 16, max = 300) List<@LongRange(min = 0, max = 1_000_000) Long> taken,
      @ForAll @DoubleRange(min = 1, max = 99) double percent) {
    Latencies latencies = new Latencies(Hedge.atPercentile(percent, ofSeconds(1)));
    taken.forEach(latencies::record);

    int known = taken.size() / 16 * 16;
    List<Long> recent = new ArrayList<>(taken.subList(Math.max(0, known - 128), known));
    long least = recent.stream()
        .filter(one ->
            recent.stream().filter(other -> other <= one).count() * 100 >= percent * recent.size())
        .min(Long::compare)
        .orElseThrow();
    assertThat(latencies.delayNanos()).isEqualTo(least);
  }

  @Property(tries = 50)
  void delay_ofFewerThanSixteen_isTheOneAtFirst(
      @ForAll @Size(max = 15) List<@LongRange(min = 0, max = 1_000_000) Long> taken) {
    Latencies latencies = new Latencies(Hedge.atPercentile(95, ofSeconds(1)));
    taken.forEach(latencies::record);
    assertThat(latencies.wanted()).isTrue();
    assertThat(latencies.delayNanos()).isEqualTo(AT_FIRST);
  }

  @Test
  void fixedDelay_wantsNoDurations() {
    Latencies latencies = new Latencies(Hedge.after(ofMillis(5)));
    assertThat(latencies.wanted()).isFalse();
    assertThat(latencies.delayNanos()).isEqualTo(ofMillis(5).toNanos());
  }
}
