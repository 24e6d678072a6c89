package io.retrykit.failure;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.retrykit.failure.Verdict.Decision;
import io.retrykit.failure.Verdict.Hint;
import io.retrykit.time.Nanos;
import org.junit.jupiter.api.Test;

/** What can be said of an outcome, hints included. */
class VerdictTest {
  @Test
  void plainVerdicts_carryNoHint() {
    for (Verdict verdict : new Verdict[] {
      Verdict.retry(), Verdict.throttled(), Verdict.noOpinion(), Verdict.giveUp("why")
    }) {
      assertThat(verdict.hint()).isEqualTo(Hint.NONE);
      assertThat(verdict.hintNanos()).isZero();
      assertThat(verdict.restartsBackoff()).isFalse();
    }
  }

  @Test
  void plainVerdicts_sayWhatTheirNamesSay() {
    assertThat(Verdict.retry().decision()).isEqualTo(Decision.RETRY);
    assertThat(Verdict.retry().retries()).isTrue();
    assertThat(Verdict.retry().isThrottled()).isFalse();
    assertThat(Verdict.throttled().decision()).isEqualTo(Decision.THROTTLED);
    assertThat(Verdict.throttled().retries()).isTrue();
    assertThat(Verdict.throttled().isThrottled()).isTrue();
    assertThat(Verdict.noOpinion().decision()).isEqualTo(Decision.NO_OPINION);
    assertThat(Verdict.noOpinion().retries()).isFalse();
    assertThat(Verdict.giveUp("why").decision()).isEqualTo(Decision.GIVE_UP);
    assertThat(Verdict.giveUp("why").retries()).isFalse();
  }

  @Test
  void reason_isThatOfGivingUp_alone() {
    assertThat(Verdict.giveUp("server veto").reason()).isEqualTo("server veto");
    assertThat(Verdict.retry().withFloor(ZERO).reason()).isNull();
  }

  @Test
  void withFloor_keepsTheDecision() {
    Verdict verdict = Verdict.throttled().withFloor(ofSeconds(2));
    assertThat(verdict.isThrottled()).isTrue();
    assertThat(verdict.hint()).isEqualTo(Hint.FLOOR);
    assertThat(verdict.hintNanos()).isEqualTo(ofSeconds(2).toNanos());
    assertThat(verdict.restartsBackoff()).isFalse();
    assertThat(Verdict.throttled().hint()).isEqualTo(Hint.NONE);
  }

  @Test
  void withExact_doesNotRestartTheBackoff_withPushbackDoes() {
    Verdict exact = Verdict.retry().withExact(ofMillis(5));
    assertThat(exact.hint()).isEqualTo(Hint.EXACT);
    assertThat(exact.hintNanos()).isEqualTo(ofMillis(5).toNanos());
    assertThat(exact.restartsBackoff()).isFalse();
    Verdict pushback = Verdict.retry().withPushback(ofMillis(5));
    assertThat(pushback.hint()).isEqualTo(Hint.EXACT);
    assertThat(pushback.hintNanos()).isEqualTo(ofMillis(5).toNanos());
    assertThat(pushback.restartsBackoff()).isTrue();
  }

  @Test
  void withClamped_carriesTheHintAndItsReach() {
    Verdict clamped = Verdict.throttled().withClamped(ofSeconds(9), ofSeconds(5));
    assertThat(clamped.hint()).isEqualTo(Hint.CLAMPED);
    assertThat(clamped.hintNanos()).isEqualTo(ofSeconds(9).toNanos());
    assertThat(clamped.reachNanos()).isEqualTo(ofSeconds(5).toNanos());
    assertThat(clamped.isThrottled()).isTrue();
    assertThat(clamped.restartsBackoff()).isFalse();
    assertThat(clamped).hasToString("throttled after 9s, within bounds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Verdict.retry().withClamped(ofSeconds(1), ofSeconds(-1)))
        .withMessage("reach must be zero or more, was PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Verdict.retry().withClamped(ofSeconds(-1), ofSeconds(1)))
        .withMessage("pause must be zero or more, was PT-1S");
  }

  @Test
  void veto_isAGiveUpThatTheServerSaid() {
    Verdict veto = Verdict.veto("the server says so");
    assertThat(veto.decision()).isEqualTo(Verdict.Decision.GIVE_UP);
    assertThat(veto.isVeto()).isTrue();
    assertThat(veto.retries()).isFalse();
    assertThat(veto.restartsBackoff()).isFalse();
    assertThat(veto.reason()).isEqualTo("the server says so");
    assertThat(veto).hasToString("give up: the server says so");
    assertThat(Verdict.giveUp("ours").isVeto()).isFalse();
    assertThat(Verdict.retry().withPushback(ofSeconds(1)).isVeto()).isFalse();
  }

  @Test
  void hint_givenAgain_replacesTheFirst() {
    Verdict verdict = Verdict.retry().withPushback(ofSeconds(9)).withFloor(ofSeconds(1));
    assertThat(verdict).hasToString("retry after at least 1s");
    assertThat(verdict.restartsBackoff()).isFalse();
  }

  @Test
  void hint_tooLong_saturates() {
    assertThat(Verdict.retry().withFloor(ofSeconds(Long.MAX_VALUE)).hintNanos())
        .isEqualTo(Nanos.FOREVER);
  }

  /** SPEC 2.9. */
  @Test
  void hint_negative_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Verdict.retry().withFloor(ofSeconds(-1)))
        .withMessage("least must be zero or more, was PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Verdict.retry().withExact(ofSeconds(-1)))
        .withMessage("pause must be zero or more, was PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Verdict.retry().withPushback(ofSeconds(-1)))
        .withMessage("pause must be zero or more, was PT-1S");
  }

  @Test
  void hint_withoutAVerdictToRetry_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Verdict.noOpinion().withFloor(ofSeconds(1)))
        .withMessage("a hint needs a verdict to retry, was no opinion");
    assertThatIllegalStateException()
        .isThrownBy(() -> Verdict.giveUp("veto").withExact(ofSeconds(1)))
        .withMessage("a hint needs a verdict to retry, was give up: veto");
  }

  @Test
  @SuppressWarnings("NullAway") // what unchecked callers do
  void giveUp_withoutAReason_isRefused() {
    assertThatNullPointerException().isThrownBy(() -> Verdict.giveUp(null)).withMessage("reason");
  }

  @Test
  void toString_saysItInWords() {
    assertThat(Verdict.retry()).hasToString("retry");
    assertThat(Verdict.noOpinion()).hasToString("no opinion");
    assertThat(Verdict.giveUp("bad request")).hasToString("give up: bad request");
    assertThat(Verdict.throttled().withFloor(ofSeconds(90)))
        .hasToString("throttled after at least 1m 30s");
    assertThat(Verdict.retry().withExact(ofMillis(20))).hasToString("retry after exactly 20ms");
  }

  @Test
  void classifier_unlessOverridden_hasNoOpinionOnResults() {
    Classifier classifier = failure -> Verdict.retry();
    assertThat(classifier.classifyResult("429")).isSameAs(Verdict.noOpinion());
    assertThat(classifier.classifyResult(null)).isSameAs(Verdict.noOpinion());
    assertThat(classifier.judges(Void.class)).isTrue();
  }
}
