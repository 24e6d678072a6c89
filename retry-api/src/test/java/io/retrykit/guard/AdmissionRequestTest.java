package io.retrykit.guard;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.retrykit.time.Nanos;
import org.junit.jupiter.api.Test;

/** What a guard is asked about. */
class AdmissionRequestTest {
  private final AdmissionRequest first =
      AdmissionRequest.first("claude", 7, ofSeconds(30).toNanos());

  @Test
  void first_isTheFirstAttempt() {
    assertThat(first.key()).isEqualTo("claude");
    assertThat(first.cost()).isEqualTo(7);
    assertThat(first.attempt()).isEqualTo(1);
    assertThat(first.remainingNanos()).isEqualTo(ofSeconds(30).toNanos());
    assertThat(first).hasToString("claude, attempt 1, cost 7, 30s left");
  }

  @Test
  void at_anotherMoment_keepsKeyAndCost() {
    AdmissionRequest later = first.at(3, ofSeconds(5).toNanos());
    assertThat(later).hasToString("claude, attempt 3, cost 7, 5s left");
    assertThat(first.attempt()).isEqualTo(1);
  }

  @Test
  void at_afterTheDeadline_hasNothingLeft() {
    assertThat(first.at(2, -1).remainingNanos()).isZero();
    assertThat(first.at(2, Long.MIN_VALUE).remainingNanos()).isZero();
  }

  @Test
  void first_withoutADeadline_hasForEver() {
    assertThat(AdmissionRequest.first("claude", 1, Nanos.FOREVER))
        .hasToString("claude, attempt 1, cost 1, forever left");
  }

  /** SPEC 2.9. */
  @Test
  void first_negative_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdmissionRequest.first("claude", -1, 0))
        .withMessage("cost must be zero or more, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdmissionRequest.first("claude", 0, -5))
        .withMessage("remainingNanos must be zero or more, was -5");
  }
}
