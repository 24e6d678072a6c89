package io.retrykit.async;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.RetryHistory;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryListener;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** SPEC 23.1, SPEC 23.5, SPEC 23.6, SPEC 23.14: the way of a call that does not block. */
class AsyncRetryTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CompletableFuture<String>> stages = new ArrayList<>();

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .name("p")
        .maxAttempts(3)
        .backoff(Backoff.fixed(ofSeconds(1)))
        .timebase(time);
  }

  private static AsyncRetry with(RetryPolicyBuilder policy) {
    return AsyncRetry.with(policy.build()).withExecutor(Runnable::run);
  }

  private CompletableFuture<String> begin() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    stages.add(stage);
    return stage;
  }

  @Test
  void call_successAtOnce_isTheStageItself() {
    CompletableFuture<String> done = CompletableFuture.completedFuture("v");
    assertThat(with(policy()).call(() -> done)).isSameAs(done);
  }

  @Test
  void call_failedOnce_isMadeAgainAfterThePause() {
    CompletableFuture<String> future = with(policy()).call(this::begin);
    stages.get(0).completeExceptionally(new CompletionException(new IOException("1")));
    assertThat(stages).hasSize(1);
    time.advance(ofSeconds(1));
    assertThat(stages).hasSize(2);
    stages.get(1).complete("v");
    assertThat(future).isCompletedWithValue("v");
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void call_failedEveryTime_completesWithTheLastFailureItself() {
    CompletableFuture<String> future = with(policy()).call(this::begin);
    IOException last = new IOException("3");
    stages.get(0).completeExceptionally(new IOException("1"));
    time.advance(ofSeconds(1));
    stages.get(1).completeExceptionally(new IOException("2"));
    time.advance(ofSeconds(1));
    stages.get(2).completeExceptionally(last);
    Throwable thrown = catchThrowable(future::get);
    assertThat(thrown).isInstanceOf(ExecutionException.class).cause().isSameAs(last);
    assertThat(last.getSuppressed()).singleElement().isInstanceOf(RetryHistory.class);
  }

  @Test
  void cancel_inThePause_dropsIt() {
    CompletableFuture<String> future = with(policy()).call(this::begin);
    stages.get(0).completeExceptionally(new IOException("1"));
    assertThat(time.pendingTasks()).isOne();
    assertThat(future.cancel(true)).isTrue();
    assertThat(time.pendingTasks()).isZero();
    time.advance(ofSeconds(10));
    assertThat(stages).hasSize(1);
  }

  /** Nobody hears of this success, so it takes the short way. */
  @Test
  void cancel_afterTheEnd_isNothing() {
    List<RetryEvent> heard = new ArrayList<>();
    RetryListener ofGivingUp = new RetryListener() {
      @Override
      public void onEvent(RetryEvent event) {
        heard.add(event);
      }

      @Override
      public boolean wants(RetryEvent.Type type) {
        return type == RetryEvent.Type.GAVE_UP;
      }
    };
    CompletableFuture<String> future =
        with(policy().discovery(false).listener(ofGivingUp)).call(this::begin);
    stages.get(0).complete("v");
    assertThat(future.cancel(true)).isFalse();
    assertThat(future).isCompletedWithValue("v");
    assertThat(heard).isEmpty();
  }

  @Test
  void call_goodAtOnce_isShownToAClassifierOfResults() {
    Classifier ofTexts = new Classifier() {
      @Override
      public Verdict classify(Throwable failure) {
        return Verdict.noOpinion();
      }

      @Override
      public Verdict classifyResult(@Nullable Object result) {
        return "bad".equals(result) ? Verdict.retry() : Verdict.noOpinion();
      }
    };
    CompletableFuture<String> future = with(policy()
            .discovery(false)
            .classifier(ofTexts)
            .backoff(Backoff.none()))
        .call(() -> {
          CompletableFuture<String> stage = begin();
          stage.complete(stages.size() == 1 ? "bad" : "v");
          return stage;
        });
    assertThat(future).isCompletedWithValue("v");
    assertThat(stages).hasSize(2);
  }

  @Test
  void attemptTimeout_cancelsTheAttempt_andTheNextOneIsMade() {
    CompletableFuture<String> future =
        with(policy().attemptTimeout(ofSeconds(2))).call(this::begin);
    time.advance(ofSeconds(2));
    assertThat(stages.get(0)).isCancelled();
    time.advance(ofSeconds(3));
    time.advance(ofSeconds(3));
    assertThat(stages).hasSize(3).allMatch(CompletableFuture::isCancelled);
    assertThat(future)
        .isCompletedExceptionally()
        .failsWithin(ofSeconds(0))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(AttemptTimeoutException.class);
  }

  @Test
  void call_aMillionFailuresAtOnce_doNotGrowTheStack() {
    CompletableFuture<String> failed = CompletableFuture.failedFuture(new IOException("no"));
    int[] calls = {0};
    CompletableFuture<String> future = with(policy().maxAttempts(1_000_000).backoff(Backoff.none()))
        .call(() -> {
          calls[0]++;
          return failed;
        });
    assertThat(future).isCompletedExceptionally();
    assertThat(calls[0]).isEqualTo(1_000_000);
  }
}
