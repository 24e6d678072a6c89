package io.retrykit.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** SPEC 23.13: what was not good enough is what a hedged attempt ends with, or nobody's. */
class VolleyEndsTest {
  private final VolleyEnds<String> ends = new VolleyEnds<>();

  private void assertAdded(
      VolleyEnds.Added<String> added, boolean isToBeReported, @Nullable String unwanted) {
    assertThat(added.isToBeReported()).isEqualTo(isToBeReported);
    assertThat(added.unwanted()).isEqualTo(unwanted);
  }

  @Test
  void lastOne_isWhatItEndsWith_andTheOneBeforeIsNobodys() {
    assertAdded(ends.add(null, "a", 0, false), true, null);
    assertAdded(ends.add(null, "b", 0, true), false, "a");
    assertThat(ends.failure()).isNull();
    assertThat(ends.takeResult()).isEqualTo("b");
    assertThat(ends.takeResult()).isNull();
  }

  @Test
  void weightierOne_isWhatItEndsWith_whateverComesAfterIt() {
    IOException failure = new IOException("final");
    assertAdded(ends.add(failure, null, 7, false), true, null);
    assertAdded(ends.add(null, "lighter", 6, true), true, "lighter");
    assertThat(ends.failure()).isSameAs(failure);
    assertAdded(ends.add(null, "late", 8, false), true, "late");
    assertThat(ends.failure()).isSameAs(failure);
  }

  @Test
  void weightierOneThatComesLast_isWhatItEndsWith() {
    assertAdded(ends.add(new IOException("lighter"), null, 7, false), true, null);
    assertAdded(ends.add(null, "weightier", 8, true), false, null);
    assertThat(ends.failure()).isNull();
    assertThat(ends.takeResult()).isEqualTo("weightier");
  }

  @Test
  void afterAGoodOne_everyOtherIsNobodys_andStillReported() {
    assertAdded(ends.add(null, "a", 0, false), true, null);
    assertThat(ends.giveUp()).isEqualTo("a");
    assertAdded(ends.add(null, "b", 0, false), true, "b");
    assertThat(ends.takeResult()).isNull();
  }
}
