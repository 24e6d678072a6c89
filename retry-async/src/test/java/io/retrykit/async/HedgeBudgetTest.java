package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.backoff.Backoff;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.ratelimit.AwsRetryBudget;
import io.retrykit.ratelimit.GrpcRetryBudget;
import io.retrykit.ratelimit.PercentageRetryBudget;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SPEC 23.13, SPEC 9.1, SPEC 9.2: what attempts beside each other cost the budget, and what they bring back. */
class HedgeBudgetTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CompletableFuture<Object>> stages = new ArrayList<>();
  private final AwsRetryBudget aws =
      AwsRetryBudget.builder().capacity(10).successIncrement(1).build(); // two retries

  private RetryPolicyBuilder policy(RetryBudget budget) {
    return RetryPolicy.builder().discovery(false).maxAttempts(1).budget(budget).timebase(time);
  }

  private CompletableFuture<Object> call(RetryPolicyBuilder policy, int attempts) {
    Hedge hedge = Hedge.after(ofMillis(100)).withMaxAttempts(attempts);
    return AsyncRetry.with(policy.build())
        .withExecutor(Runnable::run)
        .withHedge(hedge)
        .call(() -> {
          CompletableFuture<Object> stage = new CompletableFuture<>();
          stages.add(stage);
          return stage;
        });
  }

  private void fail(int stage) {
    stages.get(stage).completeExceptionally(new IOException("no"));
  }

  @Test
  void eachHedge_takesOnce_andADryBudgetLetsNoMoreBegin() {
    CompletableFuture<Object> call = call(policy(aws), 5);
    time.advance(ofMillis(100));
    assertThat(aws.tokens()).isEqualTo(5);
    time.advance(ofSeconds(10));
    assertThat(aws.tokens()).isZero();
    assertThat(stages).hasSize(3);
    assertThat(time.pendingTasks()).isZero();
    stages.get(0).complete("first");
    assertThat(call).isCompletedWithValue("first");
    assertThat(aws.tokens()).isOne(); // the increment: the attempt that counts had taken nothing
  }

  @Test
  void hedgeThatWins_bringsBackWhatItTook_andTheOthersDoNot() {
    CompletableFuture<Object> call = call(policy(aws), 3);
    time.advance(ofMillis(200));
    assertThat(aws.tokens()).isZero();
    stages.get(1).complete("second");
    assertThat(call).isCompletedWithValue("second");
    assertThat(aws.tokens()).isEqualTo(5);
  }

  @Test
  void dryBudget_leavesTheFirstFailureAsItIs() {
    AwsRetryBudget dry = AwsRetryBudget.builder().capacity(4).build(); // a retry takes five
    CompletableFuture<Object> call = call(policy(dry).maxAttempts(3), 3);
    time.advance(ofSeconds(1));
    fail(0);
    assertThat(call).isCompletedExceptionally();
    assertThat(stages).hasSize(1);
    assertThat(dry.tokens()).isEqualTo(4);
  }

  @Test
  void hedgeThatAGuardRefuses_isPaidBack() {
    RateLimiter one = RateLimiter.builder(1, ofMinutes(1)).timebase(time).build();
    CompletableFuture<Object> call = call(policy(aws).guard(one), 3);
    time.advance(ofSeconds(1));
    assertThat(stages).hasSize(1);
    assertThat(aws.tokens()).isEqualTo(10);
    call.cancel(true);
    assertThat(aws.tokens()).isEqualTo(10);
  }

  @Test
  void cancel_keepsWhatHedgesTook_asTheyWereMade() {
    CompletableFuture<Object> call = call(policy(aws), 2);
    time.advance(ofMillis(100));
    call.cancel(true);
    assertThat(stages).hasSize(2).allMatch(CompletableFuture::isCancelled);
    assertThat(aws.tokens()).isEqualTo(5);
  }

  @Test
  void everyFailure_isReportedOnce_whereAllAttemptsFail() {
    GrpcRetryBudget grpc = GrpcRetryBudget.of("grpc", 10, 1);
    CompletableFuture<Object> call = call(policy(grpc), 3);
    for (int i = 0; i < 3; i++) {
      fail(i);
    }
    assertThat(call).isCompletedExceptionally();
    assertThat(grpc.tokens()).isEqualTo(7);
  }

  @Test
  void failure_isReportedOnce_whereAGuardRefusesTheNextAttempt() {
    GrpcRetryBudget grpc = GrpcRetryBudget.of("grpc", 10, 1);
    RateLimiter one = RateLimiter.builder(1, ofMinutes(1)).timebase(time).build();
    CompletableFuture<Object> call = call(policy(grpc).guard(one), 3);
    fail(0);
    assertThat(call).isCompletedExceptionally();
    assertThat(stages).hasSize(1);
    assertThat(grpc.tokens()).isEqualTo(9);
  }

  @Test
  void failure_isReportedOnce_whereTheBudgetRefusesTheNextAttempt() {
    GrpcRetryBudget grpc = GrpcRetryBudget.of("grpc", 2, 1); // half of two are not enough
    CompletableFuture<Object> call = call(policy(grpc), 3);
    fail(0);
    assertThat(call).isCompletedExceptionally();
    assertThat(stages).hasSize(1);
    assertThat(grpc.tokens()).isEqualTo(1);
  }

  /** SPEC 9.6: a call pays once, when the first of its attempts has ended, and each other attempt is one retry. */
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, -1", "3, -1"})
  void percentage_isPaidOnceForACall(int failures, int change) {
    PercentageRetryBudget percentage =
        PercentageRetryBudget.of("percentage", 1, 10, ofSeconds(10), time);
    CompletableFuture<Object> call = call(policy(percentage), 3);
    if (failures == 0) {
      time.advance(ofMillis(100));
    }
    for (int i = 0; i < failures; i++) {
      fail(i);
    }
    if (failures < 3) {
      stages.get(stages.size() - 1).complete("v");
    }
    assertThat(call).isDone();
    assertThat(percentage.balance()).isEqualTo(100 + change);
  }

  @Test
  void attempts_areNumberedOnFromRoundToRound() {
    AwsRetryBudget enough = AwsRetryBudget.builder().capacity(100).build();
    List<Integer> asked = new ArrayList<>();
    Guard guard = new Guard() {
      @Override
      public String name() {
        return "numbers";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        asked.add(request.attempt());
        return Admission.granted();
      }
    };
    CompletableFuture<Object> call =
        call(policy(enough).guard(guard).maxAttempts(2).backoff(Backoff.none()), 2);
    for (int i = 0; i < 4; i++) {
      fail(i);
    }
    assertThat(call).isCompletedExceptionally();
    assertThat(asked).containsExactly(1, 2, 3, 4);
  }

  /** The first attempt is good while the budget is asked about one more: that is given back as what was asked for. */
  @Test
  void hedgeThatIsNotMadeAfterAll_isGivenBack_byItsOwnNumber() {
    List<String> told = new ArrayList<>();
    RetryBudget budget = new RetryBudget() {
      @Override
      public String name() {
        return "numbers";
      }

      @Override
      public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
        told.add("acquired " + request.attempt());
        stages.get(0).complete("v");
        return 1;
      }

      @Override
      public void returned(AdmissionRequest request, long taken) {
        told.add("returned " + request.attempt());
      }
    };
    CompletableFuture<Object> call = call(policy(budget), 2);
    time.advance(ofMillis(100));
    assertThat(call).isCompletedWithValue("v");
    assertThat(stages).hasSize(1);
    assertThat(told).containsExactly("acquired 2", "returned 2");
  }

  /** Counts the failures it is told of, by the number of the attempt. */
  private static final class Told implements RetryBudget {
    final List<Integer> failed = new ArrayList<>();

    @Override
    public String name() {
      return "told";
    }

    @Override
    public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      return 0;
    }

    @Override
    public void failed(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      failed.add(request.attempt());
    }
  }

  /** Has the other attempt fail while it hears what became of one. */
  private Guard whileTold(int other) {
    return new Guard() {
      @Override
      public String name() {
        return "telling";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return Admission.granted("lease");
      }

      @Override
      public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
        fail(other);
      }

      @Override
      public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
        fail(other);
      }
    };
  }

  /** SPEC 9.1: it has ended by itself, before anybody could cancel it. */
  @Test
  void failureAfterTheFinalOne_isReportedAsWell() {
    Told told = new Told();
    CompletableFuture<Object> call =
        call(policy(told).guard(whileTold(0)).abortOn(IllegalStateException.class), 2);
    time.advance(ofMillis(100));
    stages.get(1).completeExceptionally(new IllegalStateException("final"));
    assertThat(call).isCompletedExceptionally();
    assertThat(told.failed).containsExactlyInAnyOrder(1, 2);
  }

  /** SPEC 9.1. */
  @Test
  void failureBesideTheGoodOne_isReported() {
    Told told = new Told();
    CompletableFuture<Object> call = call(policy(told).guard(whileTold(0)), 2);
    time.advance(ofMillis(100));
    stages.get(1).complete("v");
    assertThat(call).isCompletedWithValue("v");
    assertThat(told.failed).containsExactly(1);
  }
}
