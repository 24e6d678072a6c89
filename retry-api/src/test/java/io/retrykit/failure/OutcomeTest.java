package io.retrykit.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A failure or a result, never both. */
class OutcomeTest {
  @Test
  void ofFailure_hasNoResult() {
    IOException failure = new IOException("reset");
    Outcome outcome = Outcome.ofFailure(failure);
    assertThat(outcome.isFailure()).isTrue();
    assertThat(outcome.failure()).isSameAs(failure);
    assertThat(outcome.result()).isNull();
    assertThat(outcome).hasToString("failure java.io.IOException: reset");
  }

  @Test
  void ofResult_hasNoFailure() {
    Outcome outcome = Outcome.ofResult(503);
    assertThat(outcome.isFailure()).isFalse();
    assertThat(outcome.failure()).isNull();
    assertThat(outcome.result()).isEqualTo(503);
    assertThat(outcome).hasToString("result 503");
  }

  @Test
  void ofResult_null_isAResult() {
    Outcome outcome = Outcome.ofResult(null);
    assertThat(outcome.isFailure()).isFalse();
    assertThat(outcome.result()).isNull();
    assertThat(outcome).hasToString("result null");
  }

  /** An exception that was returned, not thrown, stays a result (SPEC 3.8). */
  @Test
  void ofResult_anException_isAResult() {
    Outcome outcome = Outcome.ofResult(new IOException("returned"));
    assertThat(outcome.isFailure()).isFalse();
    assertThat(outcome.failure()).isNull();
  }
}
