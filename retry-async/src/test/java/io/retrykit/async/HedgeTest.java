package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.backoff.Backoff;
import io.retrykit.call.Attempt;
import io.retrykit.failure.RetryHistory;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** SPEC 23.13: attempts beside each other: which counts, what becomes of the others, and when there is none. */
class HedgeTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CompletableFuture<Object>> stages = new ArrayList<>();
  private final Hedge hedge = Hedge.after(ofMillis(100)).withMaxAttempts(3);

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder().maxAttempts(1).timebase(time);
  }

  private AsyncRetry with(RetryPolicyBuilder policy, Hedge with) {
    return AsyncRetry.with(policy.build()).withExecutor(Runnable::run).withHedge(with);
  }

  private CompletableFuture<Object> begin() {
    CompletableFuture<Object> stage = new CompletableFuture<>();
    stages.add(stage);
    return stage;
  }

  @Test
  void call_goodInTime_isMadeOnce() {
    CompletableFuture<Object> call = with(policy(), hedge).call(this::begin);
    time.advance(ofMillis(99));
    stages.get(0).complete("v");
    time.advance(ofSeconds(10));
    assertThat(call).isCompletedWithValue("v");
    assertThat(stages).hasSize(1);
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void lostAttempts_areCancelled_andClosedIfTheyComeLate() {
    int[] closed = {0};
    CompletableFuture<Object> stubborn = new CompletableFuture<>() {
      @Override
      public boolean cancel(boolean mayInterrupt) {
        return false;
      }
    };
    List<CompletableFuture<Object>> two = List.of(stubborn, new CompletableFuture<>());
    int[] begun = {0};
    CompletableFuture<Object> call = with(policy(), hedge).call(() -> two.get(begun[0]++));
    time.advance(ofMillis(100));
    two.get(1).complete("second");
    AutoCloseable late = () -> closed[0]++;
    stubborn.complete(late);
    assertThat(call).isCompletedWithValue("second");
    assertThat(closed).containsExactly(1);
  }

  @Test
  void failure_bringsTheNextAttemptForward_andTheLastOneIsWhatTheCallEndsWith() {
    CompletableFuture<Object> call = with(policy(), hedge).call(this::begin);
    IOException first = new IOException("1");
    IOException last = new IOException("3");
    stages.get(0).completeExceptionally(first);
    assertThat(stages).hasSize(2);
    stages.get(1).completeExceptionally(new IOException("2"));
    assertThat(stages).hasSize(3);
    stages.get(2).completeExceptionally(last);
    assertThat(call)
        .failsWithin(ofSeconds(0))
        .withThrowableOfType(ExecutionException.class)
        .satisfies(thrown -> assertThat(thrown.getCause()).isSameAs(last));
    assertThat(last.getSuppressed()[0])
        .isInstanceOfSatisfying(
            RetryHistory.class,
            history -> assertThat(history.failures()).startsWith(first).hasSize(2));
  }

  @Test
  void finalFailure_endsTheCall_andCancelsTheOthers() {
    CompletableFuture<Object> call =
        with(policy().abortOn(IllegalStateException.class), hedge).call(this::begin);
    time.advance(ofMillis(100));
    stages.get(1).completeExceptionally(new IllegalStateException("no"));
    assertThat(call).isCompletedExceptionally();
    assertThat(stages.get(0)).isCancelled();
    time.advance(ofSeconds(10));
    assertThat(stages).hasSize(2);
  }

  @Test
  void throttledFailure_bringsNoneForward_andThoseUnderWayMayStillBeGood() {
    CompletableFuture<Object> call =
        with(policy().classifier(failure -> Verdict.throttled()), hedge).call(this::begin);
    time.advance(ofMillis(100));
    stages.get(1).completeExceptionally(new IOException("slow down"));
    time.advance(ofSeconds(10));
    assertThat(stages).hasSize(2);
    stages.get(0).complete("v");
    assertThat(call).isCompletedWithValue("v");
  }

  @Test
  void maxInFlight_holdsOneBack_untilOneHasFailed() {
    CompletableFuture<Object> call = with(policy(), hedge.withMaxInFlight(2)).call(this::begin);
    time.advance(ofSeconds(1));
    assertThat(stages).hasSize(2);
    stages.get(0).completeExceptionally(new IOException("1"));
    assertThat(stages).hasSize(3);
    stages.get(2).complete("v");
    assertThat(call).isCompletedWithValue("v");
    assertThat(stages.get(1)).isCancelled();
  }

  @Test
  void insideARetry_eachAttemptIsHedged() {
    RetryPolicyBuilder twice = policy().maxAttempts(2).backoff(Backoff.fixed(ofSeconds(5)));
    CompletableFuture<Object> call = with(twice, Hedge.after(ofMillis(100))).call(this::begin);
    time.advance(ofMillis(100));
    stages.forEach(stage -> stage.completeExceptionally(new IOException("no")));
    assertThat(stages).hasSize(2);
    time.advance(ofSeconds(5));
    time.advance(ofMillis(100));
    assertThat(stages).hasSize(4);
    stages.get(3).complete("v");
    assertThat(call).isCompletedWithValue("v");
  }

  @Test
  void cancel_cancelsAllAttempts_andNoneBegins() {
    CompletableFuture<Object> call = with(policy(), hedge).call(this::begin);
    time.advance(ofMillis(100));
    call.cancel(true);
    assertThat(stages).hasSize(2).allMatch(CompletableFuture::isCancelled);
    assertThat(time.pendingTasks()).isZero();
    time.advance(ofSeconds(10));
    assertThat(stages).hasSize(2);
  }

  @Test
  void attempts_areNumbered_andHaveOneOperationId() {
    List<Attempt> seen = new ArrayList<>();
    CompletableFuture<Object> call = with(policy(), hedge).callWithAttempt(attempt -> {
      seen.add(attempt);
      return begin();
    });
    time.advance(ofMillis(200));
    stages.get(2).complete("v");
    assertThat(call).isCompletedWithValue("v");
    assertThat(seen).extracting(Attempt::number).containsExactly(1, 2, 3);
    assertThat(seen).extracting(Attempt::max).containsOnly(3);
    assertThat(seen).extracting(Attempt::operationId).containsOnly(seen.get(0).operationId());
    assertThat(seen).extracting(Attempt::cancelled).containsExactly(true, true, false);
  }

  @Test
  void unacceptableResults_areNoGood_andTheLastOneIsHandedBack() {
    CompletableFuture<Object> call =
        with(policy().retryOnResult("bad"::equals), Hedge.after(ofMillis(100))).call(this::begin);
    stages.get(0).complete("bad");
    assertThat(stages).hasSize(2);
    stages.get(1).complete("bad");
    assertThat(call).isCompletedWithValue("bad");
  }

  @Test
  void predicateThatThrows_endsTheCall() {
    UncheckedIOException broken = new UncheckedIOException(new IOException("predicate"));
    CompletableFuture<Object> call = with(
            policy().retryOnResult(result -> {
              throw broken;
            }),
            hedge)
        .call(this::begin);
    stages.get(0).complete("v");
    assertThat(call)
        .failsWithin(ofSeconds(0))
        .withThrowableOfType(ExecutionException.class)
        .satisfies(thrown -> assertThat(thrown.getCause()).isSameAs(broken));
  }

  @Test
  void executorThatRejects_costsTheHedge_notTheCall() {
    CompletableFuture<Object> call = AsyncRetry.with(policy().build())
        .withExecutor(task -> {
          throw new RejectedExecutionException("full");
        })
        .withHedge(hedge)
        .call(this::begin);
    time.advance(ofSeconds(1));
    assertThat(stages).hasSize(1);
    stages.get(0).complete("v");
    assertThat(call).isCompletedWithValue("v");
  }

  @Test
  void schedulerThatRejects_costsTheHedge_notTheCall() {
    ScheduledThreadPoolExecutor shut = new ScheduledThreadPoolExecutor(1);
    shut.shutdown();
    CompletableFuture<Object> call =
        AsyncRetry.with(policy().build()).withScheduler(shut).withHedge(hedge).call(this::begin);
    stages.get(0).complete("v");
    assertThat(call).isCompletedWithValue("v");
  }

  @Test
  void percentile_isOfTheRecentCalls() {
    AsyncRetry retry = with(policy(), Hedge.atPercentile(90, ofSeconds(1)));
    for (int i = 1; i <= 16; i++) { // 10 ms, 20 ms, ... 160 ms
      int n = stages.size();
      CompletableFuture<Object> call = retry.call(this::begin);
      time.advance(ofMillis(10L * i));
      stages.get(n).complete(i);
      assertThat(call).isCompletedWithValue(i);
    }
    assertThat(stages).hasSize(16);
    CompletableFuture<Object> slow = retry.call(this::begin);
    time.advance(ofMillis(149)); // 90 % of 16 are 15: 150 ms
    assertThat(stages).hasSize(17);
    time.advance(ofMillis(1));
    assertThat(stages).hasSize(18);
    slow.cancel(true);
  }

  @Test
  void badFigures_areRefused() {
    Supplier<Hedge> one = () -> hedge.withMaxAttempts(1);
    assertThatThrownBy(one::get).hasMessage("attempts must be 2 or more, was 1");
    assertThatThrownBy(() -> hedge.withMaxInFlight(0))
        .hasMessage("attempts must be 2 or more, was 0");
    assertThatThrownBy(() -> Hedge.atPercentile(100, ofMillis(1)))
        .hasMessage("percentile must be more than 0 and less than 100, was 100.0");
    assertThatThrownBy(() -> Hedge.atPercentile(Double.NaN, ofMillis(1)))
        .hasMessage("percentile must be more than 0 and less than 100, was NaN");
    assertThatThrownBy(() -> Hedge.after(ofMillis(-1)))
        .hasMessageContaining("delay must be zero or more");
    assertThat(hedge).hasToString("hedge after 100ms, at most 3 attempts, 3 in flight");
  }
}
