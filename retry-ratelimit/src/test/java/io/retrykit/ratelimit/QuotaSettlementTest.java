package io.retrykit.ratelimit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.Nanos;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.nio.CharBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of the estimate when the attempt has ended. SPEC 20.2, 20.3. */
class QuotaSettlementTest {
  private static final Outcome FAILURE = Outcome.ofFailure(new IOException("server"));

  private final VirtualTimebase time = VirtualTimebase.create();
  private final Quota quota =
      quota().settle(Quota.TOKENS, Reply.class, Reply::tokens).build();

  record Reply(long tokens) {}

  private QuotaBuilder quota() {
    return Quota.builder().timebase(time).requestsPerMinute(50).tokensPerMinute(10_000);
  }

  private static Admission draw(Quota from, long cost) {
    Admission admission = from.admit(AdmissionRequest.first("key", cost, Nanos.FOREVER));
    assertThat(admission.isGranted()).isTrue();
    return admission;
  }

  private void assertLeft(Quota of, long requests, long tokens) {
    assertThat(of.available()).containsEntry("requests", requests).containsEntry("tokens", tokens);
  }

  private void succeed(Quota in, Admission admission, @Nullable Object result) {
    in.succeeded(admission.lease(), result, Admission.UNKNOWN);
  }

  @Test
  void succeeded_lessThanTheEstimate_isRefunded() {
    succeed(quota, draw(quota, 4_000), new Reply(500));
    assertLeft(quota, 49, 9_500);
  }

  @Test
  void succeeded_moreThanTheEstimate_becomesADebt() {
    succeed(quota, draw(quota, 9_000), new Reply(16_000));
    assertLeft(quota, 49, -6_000);
    assertThat(draw(quota, 1_000).waitNanos()).isEqualTo(ofSeconds(42).toNanos());
  }

  /** A broken figure must not stop the calls for a year. */
  @Test
  void succeeded_absurdFigure_countsTenBursts() {
    succeed(quota, draw(quota, 4_000), new Reply(Long.MAX_VALUE));
    assertLeft(quota, 49, -90_000);
    Quota fine =
        quota().burst("tokens", 20).settle("tokens", Reply.class, Reply::tokens).build();
    succeed(fine, draw(fine, 20), new Reply(201));
    assertLeft(fine, 49, -180);
  }

  @Test
  void succeeded_manyAbsurdFigures_saturate() {
    Quota slow = Quota.builder()
        .timebase(time)
        .dimension("tokens", 1, java.time.Duration.ofDays(365), request -> 1)
        .settle("tokens", Reply.class, Reply::tokens)
        .maxWait(java.time.Duration.ofDays(365))
        .build();
    Admission first = draw(slow, 1);
    Admission second = draw(slow, 1);
    succeed(slow, first, new Reply(Long.MAX_VALUE));
    succeed(slow, second, new Reply(Long.MAX_VALUE));
    assertThat(slow.available().get("tokens")).isEqualTo(-19);
    for (int i = 0; i < 100; i++) {
      Reservation free = new Reservation(slow, new QuotaLease(new long[] {0}));
      free.settle("tokens", Long.MAX_VALUE);
    }
    assertThat(slow.available().get("tokens")).isBetween(-150L, -140L);
  }

  @Test
  void succeeded_resultOfAnotherType_leavesTheEstimate() {
    succeed(quota, draw(quota, 4_000), "text");
    succeed(quota, draw(quota, 1_000), null);
    assertLeft(quota, 48, 5_000);
  }

  @Test
  void succeeded_severalTypes_usesTheFirstThatFits() {
    Quota typed = quota()
        .settle("tokens", String.class, String::length)
        .settle("tokens", CharSequence.class, any -> 1_000)
        .settle("requests", String.class, any -> 3)
        .build();
    succeed(typed, draw(typed, 4_000), "four");
    assertLeft(typed, 47, 9_996);
    succeed(typed, draw(typed, 4_000), CharBuffer.allocate(0));
    assertLeft(typed, 46, 8_996);
  }

  /** A result that is not acceptable was paid for like any other. */
  @Test
  void failed_withAResult_isSettledByIt() {
    quota.failed(
        draw(quota, 4_000).lease(),
        Outcome.ofResult(new Reply(700)),
        Verdict.retry(),
        Admission.UNKNOWN);
    assertLeft(quota, 49, 9_300);
  }

  @Test
  void failed_notThrottled_leavesTheEstimate() {
    quota.failed(draw(quota, 4_000).lease(), FAILURE, Verdict.retry(), Admission.UNKNOWN);
    quota.failed(draw(quota, 4_000).lease(), FAILURE, Verdict.giveUp("no"), Admission.UNKNOWN);
    assertLeft(quota, 48, 2_000);
  }

  @Test
  void failed_throttled_givesBackTheTokensButNotTheRequest() {
    quota.failed(draw(quota, 4_000).lease(), FAILURE, Verdict.throttled(), Admission.UNKNOWN);
    assertLeft(quota, 49, 10_000);
    quota.failed(
        draw(quota, 4_000).lease(),
        Outcome.ofResult(new Reply(700)),
        Verdict.throttled(),
        Admission.UNKNOWN);
    assertLeft(quota, 48, 10_000);
  }

  @Test
  void failed_throttled_givesBackWhatIsMarked() {
    Quota other = quota()
        .refundWhenThrottled("requests", true)
        .refundWhenThrottled("tokens", false)
        .build();
    other.failed(draw(other, 4_000).lease(), FAILURE, Verdict.throttled(), Admission.UNKNOWN);
    assertLeft(other, 50, 6_000);
  }

  @Test
  void abandoned_leavesTheEstimate() {
    quota.abandoned(draw(quota, 4_000).lease());
    assertLeft(quota, 49, 6_000);
  }

  @Test
  void released_givesBackEverything() {
    quota.released(draw(quota, 4_000).lease());
    assertLeft(quota, 50, 10_000);
  }

  @Test
  void lease_ofAnotherGuard_isIgnored() {
    assertThatCode(() -> {
          quota.succeeded(null, new Reply(0), Admission.UNKNOWN);
          quota.failed("lease", FAILURE, Verdict.throttled(), Admission.UNKNOWN);
          quota.abandoned(null);
          quota.released(null);
        })
        .doesNotThrowAnyException();
    assertLeft(quota, 50, 10_000);
  }

  @Test
  void lease_endedBefore_changesNothing() {
    Admission admission = draw(quota, 4_000);
    quota.abandoned(admission.lease());
    succeed(quota, admission, new Reply(0));
    quota.failed(admission.lease(), FAILURE, Verdict.throttled(), Admission.UNKNOWN);
    quota.released(admission.lease());
    assertLeft(quota, 49, 6_000);

    Admission settled = draw(quota, 4_000);
    succeed(quota, settled, new Reply(1_000));
    succeed(quota, settled, new Reply(0));
    quota.released(settled.lease());
    assertLeft(quota, 48, 5_000);
  }

  @Test
  void settle_functionThrows_leavesThatEstimateAndThrowsWhenTheRestIsRight() {
    IllegalStateException broken = new IllegalStateException("usage");
    Quota odd = quota()
        .settle("requests", String.class, any -> {
          throw broken;
        })
        .settle("tokens", String.class, String::length)
        .build();
    Admission admission = draw(odd, 4_000);
    assertThatThrownBy(() -> succeed(odd, admission, "four")).isSameAs(broken);
    assertLeft(odd, 49, 9_996);
    odd.released(admission.lease());
    assertLeft(odd, 49, 9_996);
  }

  @Test
  void settle_everyFunctionThrows_throwsTheFirstWithTheOthers() {
    Error first = new AssertionError("first");
    Quota odd = quota()
        .settle("requests", String.class, any -> {
          throw first;
        })
        .settle("tokens", String.class, any -> -1)
        .build();
    Admission admission = draw(odd, 4_000);
    assertThatThrownBy(() -> succeed(odd, admission, "v")).isSameAs(first);
    assertThat(first.getSuppressed())
        .singleElement()
        .satisfies(second ->
            assertThat(second).hasMessage("actual of tokens must be zero or more, was -1"));
    assertLeft(odd, 49, 6_000);
  }

  @Test
  void refund_afterABurstHasFilled_isNotKept() {
    Admission admission = draw(quota, 4_000);
    time.advance(ofSeconds(23));
    succeed(quota, admission, new Reply(0));
    assertLeft(quota, 50, 10_000);
    draw(quota, 10_000);
    assertThat(draw(quota, 1).waitNanos()).isEqualTo(ofMillis(6).toNanos());
  }
}
