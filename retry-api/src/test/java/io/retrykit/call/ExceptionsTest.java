package io.retrykit.call;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

/** What the exceptions of this chapter carry. */
class ExceptionsTest {
  private final IOException cause = new IOException("reset");

  @Test
  void attemptRefused_carriesGuardReasonAndHint() {
    AttemptRefusedException refused =
        new AttemptRefusedException("breaker", "open", ofSeconds(30), cause);
    assertThat(refused)
        .hasMessage("attempt refused by breaker: open, retry after PT30S")
        .hasCause(cause);
    assertThat(refused.guard()).isEqualTo("breaker");
    assertThat(refused.reason()).isEqualTo("open");
    assertThat(refused.retryAfter()).contains(ofSeconds(30));
  }

  @Test
  void attemptRefused_withoutHintAndFailure_leavesThemOut() {
    AttemptRefusedException refused = new AttemptRefusedException("quota", "spent", null, null);
    assertThat(refused).hasMessage("attempt refused by quota: spent").hasNoCause();
    assertThat(refused.retryAfter()).isEmpty();
  }

  @Test
  void attemptTimeout_carriesAttemptAndLimit() {
    AttemptTimeoutException timeout = new AttemptTimeoutException(2, ofMillis(1_500), cause);
    assertThat(timeout).hasMessage("attempt 2 took longer than 1.5s").hasCause(cause);
    assertThat(timeout.attempt()).isEqualTo(2);
    assertThat(timeout.timeout()).isEqualTo(ofMillis(1_500));
    assertThat(new AttemptTimeoutException(1, ofSeconds(1), null)).hasNoCause();
  }

  @Test
  void retryExhausted_carriesPolicyAttemptsAndResult() {
    RetryExhaustedException exhausted = new RetryExhaustedException("claude", 3, 503);
    assertThat(exhausted)
        .hasMessage("claude: no acceptable result after 3 attempts")
        .hasNoCause();
    assertThat(exhausted.policy()).isEqualTo("claude");
    assertThat(exhausted.attempts()).isEqualTo(3);
    assertThat(exhausted.result()).isEqualTo(503);
    assertThat(new RetryExhaustedException("claude", 1, null))
        .hasMessage("claude: no acceptable result after 1 attempt");
  }

  @Test
  void exceptions_serialised_keepWhatTheyCarry() throws Exception {
    AttemptRefusedException refused =
        copy(new AttemptRefusedException("breaker", "open", ofSeconds(30), cause));
    assertThat(refused.guard()).isEqualTo("breaker");
    assertThat(refused.reason()).isEqualTo("open");
    assertThat(refused.retryAfter()).contains(ofSeconds(30));
    AttemptTimeoutException timeout = copy(new AttemptTimeoutException(2, ofSeconds(1), cause));
    assertThat(timeout.attempt()).isEqualTo(2);
    assertThat(timeout.timeout()).isEqualTo(ofSeconds(1));
    RetryExhaustedException exhausted =
        copy(new RetryExhaustedException("claude", 3, new Object()));
    assertThat(exhausted.policy()).isEqualTo("claude");
    assertThat(exhausted.attempts()).isEqualTo(3);
    assertThat(exhausted.result()).as("any object, so it stays behind").isNull();
  }

  @SuppressWarnings("unchecked")
  private static <T> T copy(T value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
