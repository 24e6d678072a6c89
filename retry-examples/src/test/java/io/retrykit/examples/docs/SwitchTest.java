package io.retrykit.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.RetrySwitch;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code docs/guide/turning-retries-off.md}. */
@SuppressWarnings("try") // a scope is there to be open, nobody has to look at it
class SwitchTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Retry retry = Retry.with(
      RetryPolicy.builder().name("orders").maxAttempts(5).timebase(time).build());
  private final Service service = new Service();

  private int attempts() {
    int before = service.calls();
    service.failing(9);
    assertThat(catchThrowable(() -> retry.call(() -> service.ask("why?"))))
        .isInstanceOf(IOException.class);
    service.failing(0);
    return service.calls() - before;
  }

  @Test
  void off_everyCall_makesOneAttempt() throws IOException {
    service.failing(5);
    // docs: begin switch/off
    try (RetrySwitch.Scope off = RetrySwitch.off()) { // for the whole process
      assertThatThrownBy(() -> retry.call(() -> service.ask("why?")))
          .isInstanceOf(IOException.class);
    } // and on again
    // docs: end
    assertThat(service.calls()).isEqualTo(1);
    assertThat(attempts()).isEqualTo(5);
    try (RetrySwitch.Scope off = RetrySwitch.off()) {
      Output.isShown("switch/log", Output.logged(this::attempts));
    }
  }

  @Test
  void capped_untilItIsClosed_allowsFewerAttempts() {
    // docs: begin switch/incident
    RetrySwitch.Scope incident = RetrySwitch.capped(2); // an endpoint for operators, say
    // docs: end
    assertThat(attempts()).isEqualTo(2);
    // docs: begin switch/incident-over
    incident.close(); // retries are as before
    // docs: end
    assertThat(attempts()).isEqualTo(5);
  }

  @Test
  void withoutPauses_inATest_retriesAtOnce() throws IOException {
    service.failing(4);
    // docs: begin switch/pauses
    try (RetrySwitch.Scope fast = RetrySwitch.withoutPauses()) {
      assertThat(retry.call(() -> service.ask("why?"))).isEqualTo("answer to why?");
    }
    // docs: end
    assertThat(time.elapsed()).isZero();
  }
}
