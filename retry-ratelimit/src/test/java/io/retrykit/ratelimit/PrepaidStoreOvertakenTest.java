package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** SPEC 19.7: who buys a batch and finds that somebody else has filled the stock meanwhile loses none of it. */
class PrepaidStoreOvertakenTest {
  @Test
  void buy_overtaken_putsTheRestBack() {
    OvertakenTime time = new OvertakenTime();
    Rate rate = Rate.of(1, Duration.ofSeconds(1));
    PrepaidStore store = new PrepaidStore(rate, 10, 4, 0, time);
    time.afterNextReading =
        () -> assertThat(store.take("key", 1, 0).isGranted()).isTrue();
    assertThat(store.take("key", 1, 0).isGranted()).isTrue();
    assertThat(store.available()).as("of the 6 that the bucket held").isEqualTo(4);
  }
}
