package io.retrykit.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said of counts. SPEC 22.11. */
class TripRuleTest {
  private final TripRule rule = new TripRule(1, 50, 50, 0);

  @Test
  void reason_givesTheShareAndTheCalls() {
    assertThat(rule.reason(new Counts(3, 2, 0, 0))).isEqualTo("67% of 3 calls failed");
    assertThat(rule.reason(new Counts(3, 0, 1, 1)))
        .isEqualTo("50% of 4 calls were slow, 1 of them still under way");
  }

  @Test
  void reason_withoutCalls_isSaidAllTheSame() {
    assertThat(rule.reason(new Counts(0, 0, 1, 0))).isEqualTo("0% of 0 calls were slow");
  }
}
