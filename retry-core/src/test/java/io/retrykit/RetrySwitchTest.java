package io.retrykit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.policy.RetryPolicy;
import io.retrykit.testing.CapturedLog;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SPEC 12.2: retries turned down for the whole process. */
class RetrySwitchTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Journal journal = new Journal();
  private final Retry retry = Retry.with(RetryPolicy.builder()
      .maxAttempts(5)
      .jitter(false)
      .discovery(false)
      .timebase(time)
      .listener(journal.listener())
      .build());

  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final Deque<RetrySwitch.Scope> open = new ArrayDeque<>();

  @AfterEach
  void closeWhatATestLeftOpen() {
    open.forEach(RetrySwitch.Scope::close);
  }

  private RetrySwitch.Scope opened(RetrySwitch.Scope scope) {
    open.add(scope);
    return scope;
  }

  /** Makes a call that always fails; returns how many attempts it took. */
  private int attempts() {
    Script<String> script = new Script<String>().fails(new IOException("lost"));
    assertThat(catchThrowable(() -> retry.call(script))).hasMessage("lost");
    return script.calls();
  }

  @Test
  void at22_switchedOff_oneCallAndTheOriginalError() {
    opened(RetrySwitch.off());
    IOException failure = new IOException("lost");
    Script<String> script = new Script<String>().fails(failure);

    assertThat(catchThrowable(() -> retry.call(script)))
        .isSameAs(failure)
        .hasNoSuppressedExceptions();
    assertThat(script.calls()).isEqualTo(1);
    assertThat(journal.lines("GAVE_UP")).containsExactly("GAVE_UP 1 SWITCHED_OFF");
  }

  @Test
  void capped_saysAtHowMany() {
    opened(RetrySwitch.capped(2));
    assertThat(attempts()).isEqualTo(2);
    assertThat(log.warnings()).last().asString().contains("retries switched off (capped at 2)");
    opened(RetrySwitch.off());
    assertThat(attempts()).isEqualTo(1);
    assertThat(log.warnings()).last().asString().contains("retries switched off; failed with");
  }

  @Test
  void at22_failureThatIsNotSelected_oneCallAndTheOriginalError() {
    Retry selecting = Retry.with(
        retry.policy().toBuilder().retryOn(IllegalArgumentException.class).build());
    IOException failure = new IOException("lost");
    Script<String> script = new Script<String>().fails(failure);

    assertThat(catchThrowable(() -> selecting.call(script)))
        .isSameAs(failure)
        .hasNoSuppressedExceptions();
    assertThat(script.calls()).isEqualTo(1);
  }

  @Test
  void ob09_testMode_threeCallsWithoutWaiting_thenEverythingIsAsBefore() {
    try (RetrySwitch.Scope testing = RetrySwitch.cappedWithoutPauses(3)) {
      assertThat(testing).isNotNull();
      assertThat(attempts()).isEqualTo(3);
      assertThat(journal.lines("RETRY")).containsExactly("RETRY 1 in 0s", "RETRY 2 in 0s");
      assertThat(time.sleeps()).isEmpty();
      RetryContext ctx = retry.context();
      ctx.recordFailure(new IOException("lost"));
      assertThat(ctx.delay()).isZero();
    }

    assertThat(attempts()).isEqualTo(5);
    assertThat(time.sleeps()).hasSize(4);
  }

  @Test
  void cap_keepsThePauses() {
    opened(RetrySwitch.capped(2));

    assertThat(attempts()).isEqualTo(2);
    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void cap_aboveThePolicys_leavesThePolicysReason() {
    opened(RetrySwitch.capped(9));

    assertThat(attempts()).isEqualTo(5);
    assertThat(journal.lines("GAVE_UP")).containsExactly("GAVE_UP 5 MAX_ATTEMPTS");
  }

  @Test
  void withoutPauses_keepsTheAttempts() {
    opened(RetrySwitch.withoutPauses());

    assertThat(attempts()).isEqualTo(5);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void scopesInsideOneAnother_theStrictestHolds() {
    opened(RetrySwitch.capped(3));
    RetrySwitch.Scope inner = opened(RetrySwitch.cappedWithoutPauses(4));

    assertThat(attempts()).isEqualTo(3);
    assertThat(time.sleeps()).isEmpty();
    inner.close();
    assertThat(attempts()).isEqualTo(3);
    assertThat(time.sleeps()).hasSize(2);
  }

  @Test
  void scopes_closedOutOfOrder_takeOffTheirOwnLimitsOnly() {
    RetrySwitch.Scope outer = opened(RetrySwitch.off());
    RetrySwitch.Scope inner = opened(RetrySwitch.capped(3));
    assertThat(attempts()).isEqualTo(1);

    outer.close();
    assertThat(attempts()).isEqualTo(3);
    inner.close();
    assertThat(attempts()).isEqualTo(5);
  }

  @Test
  void scope_closedTwice_leavesAnEqualOneOpen() {
    RetrySwitch.Scope one = opened(RetrySwitch.capped(2));
    opened(RetrySwitch.capped(2));
    one.close();
    one.close();

    assertThat(attempts()).isEqualTo(2);
  }

  @Test
  void limits_openedDuringACall_holdFromItsNextFailureOn() {
    Script<String> script = new Script<String>().fails(new IOException("first")).does(() -> {
      opened(RetrySwitch.off());
      throw new IOException("second");
    });

    assertThat(catchThrowable(() -> retry.call(script))).hasMessage("second");
    assertThat(script.calls()).isEqualTo(2);
  }

  @Test
  void contexts_obeyToo() {
    opened(RetrySwitch.capped(2));
    RetryContext ctx = retry.context();
    ctx.recordFailure(new IOException("first"));
    assertThat(ctx.shouldRetry()).isTrue();
    ctx.recordFailure(new IOException("second"));

    assertThat(ctx.shouldRetry()).isFalse();
  }

  // SPEC 2.9
  @Test
  void capBelowOne_isRefused() {
    assertThatThrownBy(() -> RetrySwitch.capped(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxAttempts must be 1 or more, was 0");
    assertThatThrownBy(() -> RetrySwitch.cappedWithoutPauses(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxAttempts must be 1 or more, was -1");
    assertThat(attempts()).isEqualTo(5);
  }
}
