package io.retrykit.examples.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.Retry;
import io.retrykit.failure.RetryHistory;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page on retrying a call, run. */
class CallPageTest {
  private final VirtualTimebase time = VirtualTimebase.create();

  private RetryPolicy inTime(RetryPolicy policy) {
    return policy.toBuilder().timebase(time).build();
  }

  @Test
  void aPolicy_saysWhatIsRetried_andForHowLong() throws IOException {
    // docs: begin
    RetryPolicy policy = RetryPolicy.builder()
        .name("orders") // in logs and events
        .maxAttempts(4) // the first one included
        .initialDelay(ofSeconds(1)) // then 2 s, 4 s, spread by jitter
        .retryOn(IOException.class) // without it: any exception that is not plainly final
        .abortOn(FileNotFoundException.class) // it decides first
        .attemptTimeout(ofSeconds(10))
        .maxDuration(ofSeconds(30)) // no pause is begun that would cross it
        .build();
    // docs: end
    Flaky service = new Flaky(3);
    assertThat(Retry.with(inTime(policy)).call(() -> service.invoke("order"))).isEqualTo("order");
    assertThat(time.sleeps()).hasSize(3);
    assertThatThrownBy(() -> Retry.with(inTime(policy)).call(() -> {
          throw new FileNotFoundException("gone");
        }))
        .hasNoSuppressedExceptions();
  }

  @Test
  void theLastFailure_isThrownItself_withWhatWentBefore() {
    Retry retry = Retry.with(inTime(RetryPolicy.defaults()));
    Flaky service = new Flaky(9);
    assertThatThrownBy(() -> retry.call(() -> service.invoke("x")))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("failure 3")
        .satisfies(failure -> {
          // docs: begin
          List<Throwable> before = new ArrayList<>();
          for (Throwable suppressed : failure.getSuppressed()) {
            if (suppressed instanceof RetryHistory history) {
              before.addAll(history.failures()); // history.total() tells how many there were
            }
          }
          // docs: end
          assertThat(before)
              .extracting(Throwable::getMessage)
              .containsExactly("failure 1", "failure 2");
        });
  }
}
