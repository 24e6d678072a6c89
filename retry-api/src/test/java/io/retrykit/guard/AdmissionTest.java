package io.retrykit.guard;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.guard.Admission.Kind;
import io.retrykit.time.Nanos;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A guard's answers, and the exception made of a refusal. */
class AdmissionTest {
  private static final long SECOND = ofSeconds(1).toNanos();

  @Test
  void granted_withNothingToRemember_isOneConstant() {
    assertThat(Admission.granted()).isSameAs(Admission.granted());
    assertThat(Admission.granted().lease()).isNull();
    assertGranted(Admission.granted(), 0);
  }

  @Test
  void granted_withALease_carriesIt() {
    Admission admission = Admission.granted("lease");
    assertThat(admission.lease()).isEqualTo("lease");
    assertGranted(admission, 0);
  }

  @Test
  void grantedAfter_carriesTheWait() {
    Admission admission = Admission.grantedAfter("lease", 3 * SECOND);
    assertThat(admission.lease()).isEqualTo("lease");
    assertGranted(admission, 3 * SECOND);
    assertThat(admission).hasToString("granted after 3s");
    assertThat(Admission.grantedAfter(null, 0)).hasToString("granted");
  }

  private static void assertGranted(Admission admission, long wait) {
    assertThat(admission.isGranted()).isTrue();
    assertThat(admission.kind()).isEqualTo(Kind.GRANTED);
    assertThat(admission.waitNanos()).isEqualTo(wait);
    assertThat(admission.retryAfterNanos()).isEqualTo(Admission.UNKNOWN);
    assertThat(admission.reason()).isEmpty();
  }

  /** SPEC 2.9. */
  @Test
  void grantedAfter_aNegativeWait_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Admission.grantedAfter(null, -1))
        .withMessage("waitNanos must be zero or more, was -1");
  }

  @Test
  void refused_carriesReasonHintAndDetail() {
    Admission admission = Admission.refused("breaker is open", 2 * SECOND, "detail");
    assertThat(admission.isGranted()).isFalse();
    assertThat(admission.kind()).isEqualTo(Kind.REFUSED);
    assertThat(admission.reason()).isEqualTo("breaker is open");
    assertThat(admission.retryAfterNanos()).isEqualTo(2 * SECOND);
    assertThat(admission.waitNanos()).isZero();
    assertThat(admission.lease()).isEqualTo("detail");
    assertThat(admission).hasToString("refused: breaker is open, retry after 2s");
  }

  @Test
  void refused_withoutAHint_saysSo() {
    Admission admission = Admission.refused("full", Admission.UNKNOWN);
    assertThat(admission.retryAfterNanos()).isEqualTo(Admission.UNKNOWN);
    assertThat(admission.lease()).isNull();
    assertThat(admission).hasToString("refused: full");
    assertThat(Admission.refused("full", Long.MIN_VALUE).retryAfterNanos())
        .isEqualTo(Admission.UNKNOWN);
    assertThat(Admission.refused("full", 0)).hasToString("refused: full, retry after 0s");
  }

  @Test
  void pending_carriesItsStage() {
    CompletableFuture<Admission> stage = new CompletableFuture<>();
    Admission admission = Admission.pending(stage);
    assertThat(admission.kind()).isEqualTo(Kind.PENDING);
    assertThat(admission.isGranted()).isFalse();
    assertThat(admission.stage()).isSameAs(stage);
    assertThat(admission.waitNanos()).isZero();
    assertThat(admission.retryAfterNanos()).isEqualTo(Admission.UNKNOWN);
    assertThat(admission).hasToString("pending");
  }

  @Test
  void stage_ofADecidedAnswer_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Admission.granted().stage())
        .withMessage("only a pending admission has a stage, this is granted");
  }

  @Test
  @SuppressWarnings("NullAway") // what unchecked callers do
  void factory_null_isRefusedWhereItIsGiven() {
    assertThatNullPointerException()
        .isThrownBy(() -> Admission.refused(null, 0))
        .withMessage("reason");
    assertThatNullPointerException().isThrownBy(() -> Admission.pending(null)).withMessage("stage");
  }

  @Test
  void refusal_unlessOverridden_namesGuardReasonHintAndLastFailure() {
    Guard guard = new Closed();
    IOException last = new IOException("reset");
    AttemptRefusedException refusal = guard.refusal(guard.admit(request()), last);
    assertThat(refusal)
        .hasMessage("attempt refused by closed: no entry, retry after PT1S")
        .hasCause(last);
    assertThat(refusal.retryAfter()).contains(ofSeconds(1));
    AttemptRefusedException first = guard.refusal(Admission.refused("no entry", -1), null);
    assertThat(first).hasMessage("attempt refused by closed: no entry").hasNoCause();
    assertThat(first.retryAfter()).isEmpty();
  }

  @Test
  void guard_unlessOverridden_isUntimedAndFailsClosed() {
    Guard guard = new Closed();
    assertThat(guard.timed()).isFalse();
    assertThat(guard.failOpen()).isFalse();
  }

  private static AdmissionRequest request() {
    return AdmissionRequest.first("key", 1, Nanos.FOREVER);
  }

  private static final class Closed implements Guard {
    @Override
    public String name() {
      return "closed";
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      return Admission.refused("no entry", SECOND);
    }
  }
}
