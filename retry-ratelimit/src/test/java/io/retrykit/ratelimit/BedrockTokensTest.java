package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BedrockTokensTest {
  @Test
  void reserved_isInputAndTheMostThatMayBeWritten() {
    assertThat(BedrockTokens.reserved(1_000, 4_096)).isEqualTo(5_096);
    assertThat(BedrockTokens.reserved(0, 0)).isZero();
  }

  /** The guide's own example: 1000 in, 100 out, at a rate of 5. */
  @Test
  void settled_countsOutputAtTheBurndownRate() {
    assertThat(BedrockTokens.settled(1_000, 0, 100, BedrockTokens.CLAUDE_BURNDOWN))
        .isEqualTo(1_500);
    assertThat(BedrockTokens.settled(1_000, 200, 100, BedrockTokens.PLAIN_BURNDOWN))
        .isEqualTo(1_300);
  }

  @Test
  void sumsAndProducts_tooLarge_stopAtTheLargestNumber() {
    assertThat(BedrockTokens.reserved(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
    assertThat(BedrockTokens.settled(1, 1, Long.MAX_VALUE / 2, 5)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void amount_belowZero_isNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BedrockTokens.reserved(-1, 0))
        .withMessage("input must be zero or more, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BedrockTokens.reserved(0, -2))
        .withMessage("maxTokens must be zero or more, was -2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BedrockTokens.settled(0, -3, 0, 1))
        .withMessage("cacheWrite must be zero or more, was -3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BedrockTokens.settled(0, 0, -4, 1))
        .withMessage("output must be zero or more, was -4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BedrockTokens.settled(0, 0, 0, 0))
        .withMessage("burndownRate must be 1 or more, was 0");
  }
}
