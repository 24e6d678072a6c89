package io.retrykit.examples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.RetrySwitch;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** {@code docs/quick-start.md}. */
@SuppressWarnings("try") // the scope of the switch
class QuickStartTest {
  private final Service service = new Service();

  private RetryPolicy policy() {
    // docs: begin quick-start/policy
    RetryPolicy policy = RetryPolicy.builder()
        .name("orders") // in logs, events and messages
        .maxAttempts(4) // the first one included
        .initialDelay(ofMillis(200))
        .maxDuration(ofSeconds(10))
        .retryOn(IOException.class, TimeoutException.class)
        .build();
    // docs: end
    return policy;
  }

  @Test
  void call_twoFailures_returnsTheThirdAnswer() throws IOException {
    RetryPolicy policy = policy();
    service.failing(2);
    try (RetrySwitch.Scope now = RetrySwitch.withoutPauses()) {
      // docs: begin quick-start/call
      Retry retry = Retry.with(policy); // make it once, share it among threads

      String answer = retry.call(() -> service.ask("why?")); // throws what ask throws
      // docs: end
      assertThat(answer).isEqualTo("answer to why?");
    }
    assertThat(service.calls()).isEqualTo(3);
  }

  @Test
  void log_everyAttemptFails_isWhatThePageShows() throws IOException {
    VirtualTimebase time = VirtualTimebase.create();
    Retry retry = Retry.with(policy().toBuilder().timebase(time).jitter(false).build());
    service.failing(4);
    String lines =
        Output.logged(() -> assertThat(catchThrowable(() -> retry.call(() -> service.ask("why?"))))
            .isInstanceOf(IOException.class));
    Output.isShown("quick-start/log", lines);
    Output.isShown("quick-start/explain", policy().explain());
  }
}
