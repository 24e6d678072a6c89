package io.retrykit.throttle.hint;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.failure.Verdict;
import io.retrykit.throttle.hint.ServerHint.Ask;
import io.retrykit.throttle.hint.ServerHint.Timing;
import io.retrykit.time.Nanos;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What becomes of a verdict when the server has said something.
 *
 * <p>SPEC 7.1, 7.2 and 7.4.
 */
class ServerHintVerdictTest {
  private static final Verdict[] VERDICTS = {
    Verdict.retry(),
    Verdict.throttled(),
    Verdict.giveUp("quota"),
    Verdict.veto("quota"),
    Verdict.noOpinion()
  };

  private static ServerHint hint(Ask ask, Timing timing) {
    return new ServerHint(ask, timing, timing == Timing.NONE ? 0 : 3_000_000_000L, "some-header");
  }

  @Test
  void stop_whateverTheVerdict_isAVetoThatNamesTheHeader() {
    for (Verdict verdict : VERDICTS) {
      for (Timing timing : Timing.values()) {
        Verdict stopped = hint(Ask.STOP, timing).applyTo(verdict);
        assertThat(stopped.isVeto()).isTrue();
        assertThat(stopped.reason()).isEqualTo("the server says so: some-header");
      }
    }
  }

  @Test
  void none_whateverTheVerdict_leavesIt() {
    for (Verdict verdict : VERDICTS) {
      assertThat(ServerHint.NONE.applyTo(verdict)).isSameAs(verdict);
    }
  }

  @Test
  void timing_onAVerdictToRetry_keepsTheDecision() {
    for (Ask ask : new Ask[] {Ask.UNSAID, Ask.RETRY}) {
      assertThat(hint(ask, Timing.FLOOR).applyTo(Verdict.throttled()))
          .hasToString("throttled after at least 3s");
      assertThat(hint(ask, Timing.FLOOR).applyTo(Verdict.retry()))
          .hasToString("retry after at least 3s");
      Verdict pushback = hint(ask, Timing.PUSHBACK).applyTo(Verdict.throttled());
      assertThat(pushback).hasToString("throttled after exactly 3s");
      assertThat(pushback.restartsBackoff()).isTrue();
    }
  }

  @Test
  void timing_onAVerdictThatHasOne_replacesIt() {
    Verdict minute = Verdict.throttled().withFloor(Duration.ofMinutes(1));
    assertThat(hint(Ask.UNSAID, Timing.FLOOR).applyTo(minute))
        .hasToString("throttled after at least 3s");
    assertThat(ServerHint.NONE.applyTo(minute)).isSameAs(minute);
  }

  @Test
  void timing_onAVerdictNotToRetry_changesNothing() {
    for (Verdict verdict : new Verdict[] {VERDICTS[2], VERDICTS[3], VERDICTS[4]}) {
      assertThat(hint(Ask.UNSAID, Timing.FLOOR).applyTo(verdict)).isSameAs(verdict);
      assertThat(hint(Ask.UNSAID, Timing.PUSHBACK).applyTo(verdict)).isSameAs(verdict);
    }
  }

  @Test
  void retry_onAVerdictNotToRetry_retriesWithTheTiming() {
    for (Verdict verdict : new Verdict[] {VERDICTS[2], VERDICTS[3], VERDICTS[4]}) {
      assertThat(hint(Ask.RETRY, Timing.NONE).applyTo(verdict)).isSameAs(Verdict.retry());
      assertThat(hint(Ask.RETRY, Timing.FLOOR).applyTo(verdict))
          .hasToString("retry after at least 3s");
      assertThat(hint(Ask.RETRY, Timing.PUSHBACK).applyTo(verdict))
          .hasToString("retry after exactly 3s");
    }
  }

  @Test
  void forever_asAFloor_saturates() {
    ServerHint forever = new ServerHint(Ask.UNSAID, Timing.FLOOR, Nanos.FOREVER, "retry-after");
    assertThat(forever.applyTo(Verdict.retry()).hintNanos()).isEqualTo(Nanos.FOREVER);
  }
}
