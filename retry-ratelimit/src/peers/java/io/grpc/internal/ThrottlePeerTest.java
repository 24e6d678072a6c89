package io.grpc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.internal.RetriableStream.Throttle;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import io.retrykit.ratelimit.GrpcRetryBudget;
import io.retrykit.testing.Sequences;
import io.retrykit.time.Nanos;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** grpc-core's own throttle, which can be seen from its own package alone, beside ours. SPEC 9.5. */
class ThrottlePeerTest {
  private static final AdmissionRequest REQUEST = AdmissionRequest.first("peer", 1, Nanos.FOREVER);
  private static final Outcome FAILURE = Outcome.ofFailure(new IllegalStateException("failed"));

  @Test
  void everyStep_leavesWhatGrpcLeaves_andDecidesAsGrpcDoes() {
    Sequences.play(10_000, ThrottlePeerTest::compare);
  }

  /** A thousandth may get lost in gRPC's float, as in 1.022; so above, ours is given what gRPC makes of a ratio. */
  @Test
  void ratio_isGrpcs_orTheThousandthMoreThatWasWritten() {
    int lost = 0;
    for (int thousandths = 1; thousandths <= 1_000_000; thousandths++) {
      int grpc = new Throttle(1, thousandths / 1000f).tokenRatio;
      double ours = GrpcRetryBudget.of("peer", 1, thousandths / 1000.0).tokenRatio();
      if (ours != thousandths / 1000.0 || thousandths - grpc > 1 || thousandths < grpc) {
        throw new AssertionError(thousandths + ": gRPC keeps " + grpc + ", we keep " + ours);
      }
      lost += thousandths - grpc;
    }
    assertThat(lost).isEqualTo(5_898);
  }

  private static void compare(Random random) {
    int maxTokens = 1 + random.nextInt(random.nextBoolean() ? 20_000 : 1_000_000);
    int tokenRatio = 1 + random.nextInt(random.nextBoolean() ? 2_000 : 1_000_000);
    Throttle grpc = new Throttle(maxTokens / 1000f, tokenRatio / 1000f);
    GrpcRetryBudget ours =
        GrpcRetryBudget.of("peer", grpc.maxTokens / 1000.0, grpc.tokenRatio / 1000.0);
    int successesInTen = random.nextInt(10);
    for (int step = 0; step < 100; step++) {
      if (random.nextInt(10) < successesInTen) {
        grpc.onSuccess();
        ours.succeeded(REQUEST, 0);
        assertThat(mayRetry(ours)).isEqualTo(grpc.isAboveThreshold());
      } else {
        ours.failed(REQUEST, FAILURE, Verdict.retry());
        assertThat(mayRetry(ours)).isEqualTo(grpc.onQualifiedFailureThenCheckIsAboveThreshold());
      }
      assertThat(Math.round(ours.tokens() * 1000)).isEqualTo(grpc.tokenCount.get());
    }
  }

  private static boolean mayRetry(GrpcRetryBudget budget) {
    return budget.acquire(REQUEST, FAILURE, Verdict.retry()) != RetryBudget.REFUSED;
  }
}
