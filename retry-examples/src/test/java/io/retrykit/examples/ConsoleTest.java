package io.retrykit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What the examples show of a call on its way. */
class ConsoleTest {
  private final StringWriter shown = new StringWriter();

  @Test
  void resultThatIsNotAccepted_isShownOnOneLine() {
    RetryPolicy policy = RetryPolicy.builder()
        .discovery(false)
        .maxAttempts(1)
        .retryOnResult(String.class, "not\nyet"::equals)
        .timebase(VirtualTimebase.create())
        .listener(new Console(new PrintWriter(shown)))
        .build();

    Retry.with(policy).call(() -> "not\nyet");

    assertThat(shown.toString()).startsWith("  failed:  not accepted: not\\nyet\n");
  }
}
