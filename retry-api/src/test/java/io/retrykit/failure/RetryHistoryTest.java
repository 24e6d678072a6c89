package io.retrykit.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What went before a failure. */
class RetryHistoryTest {
  private final IOException first = new IOException("first");
  private final IOException second = new IOException("second");

  @Test
  void history_holdsTheFailures_oldestFirst() {
    RetryHistory history = new RetryHistory(2, List.of(first, second));
    assertThat(history.failures()).containsExactly(first, second);
    assertThat(history.getSuppressed()).containsExactly(first, second);
    assertThat(history.total()).isEqualTo(2);
    assertThat(history).hasMessage("2 earlier attempts");
  }

  @Test
  void history_ofMany_tellsHowManyItKept() {
    RetryHistory history = new RetryHistory(40, List.of(first, second));
    assertThat(history.total()).isEqualTo(40);
    assertThat(history).hasMessage("40 earlier attempts, 2 kept");
  }

  @Test
  void history_ofOne_isSingular() {
    assertThat(new RetryHistory(1, List.of(first))).hasMessage("1 earlier attempt");
  }

  @Test
  void history_hasNeitherStackNorCause() {
    RetryHistory history = new RetryHistory(1, List.of(first));
    assertThat(history.getStackTrace()).isEmpty();
    assertThat(history).hasNoCause();
  }

  @Test
  void newest_isTheNumberOfTheRules() {
    assertThat(RetryHistory.NEWEST).isEqualTo(15);
  }
}
