package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.RetrySwitch;
import io.retrykit.backoff.Backoff;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SPEC 23.13, SPEC 9.1: what happens between two steps of a hedged attempt: while guards are asked, while they are told, while a timer
 * waits for its executor. A guard that does it itself stands for a second thread.
 */
@SuppressWarnings({"try", "FutureReturnValueIgnored"
}) // a scope is only closed, a call looked at by its stages
class HedgeMomentsTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CompletableFuture<Object>> stages = new ArrayList<>();
  private final List<Integer> reported = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final Map<String, Verdict> verdicts = new HashMap<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private @Nullable Runnable whenAsked; // for the second attempt, once
  private @Nullable Runnable whenTold; // of a failure, once

  private final Guard guard = new Guard() {
    @Override
    public String name() {
      return "guard";
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      Runnable meanwhile = request.attempt() == 2 ? whenAsked : null;
      if (meanwhile != null) {
        whenAsked = null;
        meanwhile.run();
      }
      return Admission.granted("lease" + request.attempt());
    }

    @Override
    public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
      told.add("failed " + lease);
      Runnable meanwhile = whenTold;
      whenTold = null;
      if (meanwhile != null) {
        meanwhile.run();
      }
    }

    @Override
    public void abandoned(@Nullable Object lease) {
      told.add("abandoned " + lease);
    }

    @Override
    public void released(@Nullable Object lease) {
      told.add("released " + lease);
    }
  };

  private final RetryBudget budget = new RetryBudget() {
    @Override
    public String name() {
      return "budget";
    }

    @Override
    public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      return 0;
    }

    @Override
    public void failed(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      reported.add(request.attempt());
    }
  };

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .maxAttempts(2)
        .backoff(Backoff.none())
        .classifier(failure ->
            verdicts.getOrDefault(String.valueOf(failure.getMessage()), Verdict.noOpinion()))
        .guard(guard)
        .budget(budget)
        .timebase(time);
  }

  private CompletableFuture<Object> call(RetryPolicyBuilder policy, Executor executor) {
    return AsyncRetry.with(policy.build())
        .withExecutor(executor)
        .withHedge(Hedge.after(ofMillis(100)).withMaxAttempts(3))
        .call(this::begin);
  }

  private CompletableFuture<Object> begin() {
    stages.add(new CompletableFuture<>());
    return stages.get(stages.size() - 1);
  }

  private CompletableFuture<Object> call(RetryPolicyBuilder policy) {
    return call(policy, Runnable::run);
  }

  private void fail(int stage, String why) {
    stages.get(stage).completeExceptionally(new IOException(why));
  }

  private static Verdict floor(Duration least) {
    return Verdict.retry().withFloor(least);
  }

  /** What one server has said is not taken back by another's silence. */
  @Test
  void hintOfOne_thoughTheLastFailsPlainly_isThePauseOfTheRetry() {
    verdicts.put("busy", floor(ofSeconds(30)));
    call(policy());
    time.advance(ofMillis(200));
    fail(0, "busy");
    fail(1, "plain");
    fail(2, "plain");
    time.advance(ofMillis(29_999));
    assertThat(stages).hasSize(3);
    time.advance(ofMillis(1));
    assertThat(stages).hasSize(4);
    assertThat(reported).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"veto", "too long", "final"})
  void wordThatEndsTheCall_thoughTheLastFailsPlainly_endsIt(String word) {
    verdicts.put("veto", Verdict.veto("no"));
    verdicts.put("too long", floor(Duration.ofHours(3)));
    verdicts.put("final", Verdict.giveUp("no"));
    CompletableFuture<Object> call = call(policy());
    time.advance(ofMillis(100));
    fail(0, word);
    fail(1, "plain");
    assertThat(call).failsWithin(ofSeconds(0)).withThrowableThat().havingCause().withMessage(word);
    assertThat(stages).hasSize(2);
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void twoHints_theLaterMomentCounts() {
    verdicts.put("30", floor(ofSeconds(30)));
    verdicts.put("5", floor(ofSeconds(5)));
    call(policy());
    time.advance(ofMillis(100));
    fail(0, "30");
    fail(1, "5");
    time.advance(ofMillis(29_999));
    assertThat(stages).hasSize(2);
    time.advance(ofMillis(1));
    assertThat(stages).hasSize(3);
  }

  @Test
  void hintWhileAGuardIsAsked_holdsTheAttemptBack_andItsGrantGoesBack() {
    verdicts.put("busy", floor(ofSeconds(30)));
    whenAsked = () -> fail(0, "busy");
    call(policy());
    time.advance(ofMillis(100));
    time.advance(ofMillis(29_999));
    assertThat(stages).hasSize(1);
    assertThat(told).containsExactly("failed lease1", "released lease2");
    time.advance(ofMillis(1));
    assertThat(stages).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"veto", "final"})
  void endWhileAGuardIsAsked_letsTheAttemptNotBegin_andItsGrantGoesBack(String word) {
    verdicts.put("veto", Verdict.veto("no"));
    verdicts.put("final", Verdict.giveUp("no"));
    whenAsked = () -> fail(0, word);
    CompletableFuture<Object> call = call(policy());
    time.advance(ofMillis(100));
    assertThat(call).isCompletedExceptionally();
    assertThat(stages).hasSize(1);
    assertThat(told).containsExactly("failed lease1", "released lease2");
    assertThat(reported).containsExactly(1);
  }

  /** A final failure ends the attempt, and not only once all have been told of it. */
  @Test
  void goodOneWhileGuardsAreToldOfTheFinalFailure_comesTooLate_andIsClosed() {
    verdicts.put("final", Verdict.giveUp("no"));
    int[] closed = {0};
    AutoCloseable late = () -> closed[0]++;
    whenTold = () -> stages.get(0).complete(late);
    CompletableFuture<Object> call = call(policy());
    time.advance(ofMillis(100));
    fail(1, "final");
    assertThat(call)
        .failsWithin(ofSeconds(0))
        .withThrowableThat()
        .havingCause()
        .withMessage("final");
    assertThat(reported).containsExactly(1);
    assertThat(closed).containsExactly(1);
  }

  /** Its timer has gone off; the executor comes to it later. */
  @Test
  void failureAfterTheTimeIsOver_beginsNothing_andIsNobodys() {
    CompletableFuture<Object> call =
        call(policy().maxAttempts(1).attemptTimeout(ofMillis(50)), tasks::add);
    time.advance(ofMillis(50));
    fail(0, "late");
    assertThat(stages).hasSize(1);
    assertThat(reported).isEmpty();
    tasks.remove().run();
    assertThat(call).isCompletedExceptionally();
    assertThat(reported).containsExactly(1);
    assertThat(told).containsExactly("failed lease1");
  }

  @Test
  void goodOneAfterTheTimeIsOver_isClosed_andTheAttemptHasFailed() {
    int[] closed = {0};
    AutoCloseable late = () -> closed[0]++;
    CompletableFuture<Object> call =
        call(policy().maxAttempts(1).attemptTimeout(ofMillis(150)), tasks::add);
    time.advance(ofMillis(100));
    tasks.remove().run();
    time.advance(ofMillis(50));
    stages.get(1).complete(late);
    assertThat(closed).containsExactly(1);
    tasks.remove().run();
    assertThat(call).isCompletedExceptionally();
    assertThat(stages.get(0)).isCancelled();
    assertThat(told).containsExactly("failed lease1", "abandoned lease2");
  }

  /** Cancelled instead, before the executor comes to it. */
  @Test
  void cancelAfterTheTimeIsOver_cancelsAllThatWereUnderWay() {
    CompletableFuture<Object> call =
        call(policy().maxAttempts(1).attemptTimeout(ofMillis(150)), tasks::add);
    time.advance(ofMillis(100));
    tasks.remove().run();
    time.advance(ofMillis(50));
    call.cancel(true);
    tasks.remove().run();
    assertThat(call).isCancelled();
    assertThat(stages).allSatisfy(stage -> assertThat(stage).isCancelled());
    assertThat(told).hasSize(2);
  }

  /** One that was asked for and never begun has not been made. */
  @Test
  void timeThatIsOverWhileAGuardIsAsked_countsWhatWasMade() {
    whenAsked = () -> {
      time.advance(ofSeconds(1));
      tasks.remove().run();
    };
    try (RetrySwitch.Scope capped = RetrySwitch.capped(2)) {
      call(policy().maxAttempts(3).attemptTimeout(ofSeconds(1)), tasks::add);
      time.advance(ofMillis(100));
      tasks.remove().run();
      assertThat(stages).hasSize(2);
    }
  }

  @Test
  void askedAboutAHedge_isWhatIsLeftThen() {
    List<Long> left = new ArrayList<>();
    RetryBudget asking = new RetryBudget() {
      @Override
      public String name() {
        return "asking";
      }

      @Override
      public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
        left.add(request.remainingNanos());
        return 0;
      }
    };
    time.advance(ofSeconds(77));
    call(policy().maxDuration(ofSeconds(10)).budget(asking));
    time.advance(ofMillis(100));
    assertThat(left).containsExactly(ofMillis(9_900).toNanos());
  }

  /** A failure, and the wait after it, is no latency. */
  @Test
  void percentile_doesNotLearnFromFirstAttemptsThatFailed() {
    verdicts.put("busy", floor(ofSeconds(30)));
    AsyncRetry retry = AsyncRetry.with(policy().build())
        .withExecutor(Runnable::run)
        .withHedge(Hedge.atPercentile(50, ofMillis(100)));
    for (int i = 0; i < 32; i++) {
      int first = stages.size();
      retry.call(this::begin);
      fail(first, "busy");
      time.advance(ofSeconds(30));
      stages.get(first + 1).complete("v");
    }
    int before = stages.size();
    retry.call(this::begin);
    time.advance(ofMillis(100));
    assertThat(stages).hasSize(before + 2);
  }
}
