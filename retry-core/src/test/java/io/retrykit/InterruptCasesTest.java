package io.retrykit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The published cases on interrupts ({@code IN-} in {@code spec/behaviour.json}), each under its id. */
class InterruptCasesTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Thread self = Thread.currentThread();
  private final IllegalStateException failure = new IllegalStateException("failure");

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .backoff(Backoff.fixed(ofMillis(500)));
  }

  private void interruptAfter(Duration delay) {
    time.schedule(delay.toNanos(), self::interrupt);
  }

  /** SPEC 5.1. The API is unchecked here: the failure itself, with the interrupt suppressed on it. */
  @Test
  void in01_interruptedInTheDelay_returnsAtOnceWithTheFlagSet() {
    interruptAfter(ofMillis(100));
    Script<String> calls = new Script<String>().fails(failure);
    assertThat(catchThrowable(() -> Retry.with(policy().build()).call(calls))).isSameAs(failure);
    assertThat(failure.getSuppressed()).singleElement().isInstanceOf(InterruptedException.class);
    assertThat(time.elapsed()).isEqualTo(ofMillis(100));
    assertThat(self.isInterrupted()).isTrue();
  }

  /** SPEC 5.3. */
  @Test
  void in02_userCodeInterrupted_oneCallAndTheInterruptItself() {
    interruptAfter(ofMillis(300));
    Script<String> calls = new Script<String>().does(() -> {
      time.sleep(ofSeconds(1).toNanos());
      return "never";
    });
    assertThat(catchThrowable(() -> Retry.with(policy().build()).call(calls)))
        .isInstanceOf(InterruptedException.class)
        .hasNoSuppressedExceptions();
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(self.isInterrupted()).isTrue();
  }

  /** SPEC 5.1. */
  @Test
  void in03_interruptedInTheWait_theFailureSurfacesAfterOneCall() {
    interruptAfter(ofMillis(1));
    Script<String> calls = new Script<String>().fails(failure);
    assertThat(catchThrowable(() -> Retry.with(policy().build()).call(calls))).isSameAs(failure);
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(self.isInterrupted()).isTrue();
  }

  /** SPEC 5.2. */
  @Test
  void in04_interruptedInTheWaitAfterAResult_cancellationAndNeverTheBadResult() {
    interruptAfter(ofMillis(1));
    Retry retry =
        Retry.with(policy().name("claude").retryOnResult("bad"::equals).build());
    assertThat(catchThrowable(() -> retry.call(() -> "bad")))
        .isInstanceOf(CancellationException.class)
        .hasMessage("claude: interrupted between attempts")
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(self.isInterrupted()).isTrue();
  }

  /** SPEC 3.3, SPEC 5.3. */
  @Test
  void in07_catchAllAndInterruptedException_neverRetried() {
    InterruptedException interrupt = new InterruptedException("user code");
    Script<String> calls = new Script<String>().fails(interrupt);
    Retry retry =
        Retry.with(policy().retryOn(Exception.class).retryOn(thrown -> true).build());
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(interrupt);
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(time.sleeps()).isEmpty();
    assertThat(self.isInterrupted()).isTrue();
  }

  /** SPEC 5.4. */
  @Test
  void in10_interruptedBeforeTheCallAndNoDelay_firstCallRunsAndNoRetry() {
    Script<String> calls = new Script<String>().fails(failure);
    self.interrupt();
    Retry retry = Retry.with(policy().backoff(Backoff.none()).build());
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(failure);
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(self.isInterrupted()).isTrue();
  }
}
