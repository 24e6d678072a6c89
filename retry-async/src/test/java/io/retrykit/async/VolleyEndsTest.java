package io.retrykit.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** SPEC 23.13: what was not good enough is what a hedged attempt ends with, or nobody's. */
class VolleyEndsTest {
  private final VolleyEnds<String> ends = new VolleyEnds<>();

  @Test
  void lastOne_isWhatItEndsWith_andTheOneBeforeIsNobodys() {
    assertThat(ends.add(null, "a", false, true)).isNull();
    assertThat(ends.add(null, "b", false, false)).isEqualTo("a");
    assertThat(ends.failure()).isNull();
    assertThat(ends.takeResult()).isEqualTo("b");
    assertThat(ends.takeResult()).isNull();
  }

  @Test
  void finalOne_isWhatItEndsWith_whateverComesAfterIt() {
    IOException failure = new IOException("final");
    assertThat(ends.add(failure, null, true, false)).isNull();
    assertThat(ends.add(null, "late", false, false)).isEqualTo("late");
    assertThat(ends.failure()).isSameAs(failure);
  }

  @Test
  void afterAGoodOne_everyOtherIsNobodys() {
    assertThat(ends.add(null, "a", false, true)).isNull();
    assertThat(ends.giveUp()).isEqualTo("a");
    assertThat(ends.add(null, "b", false, true)).isEqualTo("b");
    assertThat(ends.takeResult()).isNull();
  }
}
