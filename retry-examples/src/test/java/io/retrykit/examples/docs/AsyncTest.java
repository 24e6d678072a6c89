package io.retrykit.examples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.async.AsyncRetry;
import io.retrykit.async.Hedge;
import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.PercentageRetryBudget;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code docs/guide/async.md}. */
class AsyncTest {
  private final String prompt = "why?";
  private final Service service = new Service();
  private final AsyncClient client = new AsyncClient(service);

  /** A client whose futures are complete when they come. */
  private record AsyncClient(Service service) {
    CompletableFuture<String> askAsync(String prompt) {
      try {
        return CompletableFuture.completedFuture(service.ask(prompt));
      } catch (IOException failure) {
        return CompletableFuture.failedFuture(failure);
      }
    }
  }

  private static RetryPolicy atOnce() {
    return RetryPolicy.builder().backoff(Backoff.none()).build();
  }

  @Test
  void call_twoFailures_completesWithTheThirdAnswer() {
    RetryPolicy policy = atOnce();
    service.failing(2);
    // docs: begin async/call
    AsyncRetry retry = AsyncRetry.with(policy); // make it once, share it

    CompletableFuture<String> answer = retry.call(() -> client.askAsync(prompt));
    // docs: end
    assertThat(answer).isCompletedWithValue("answer to why?");
    assertThat(service.calls()).isEqualTo(3);
  }

  @Test
  void callBlocking_oneFailure_completesOnTheExecutor() throws Exception {
    AsyncRetry retry = AsyncRetry.with(atOnce());
    service.failing(1);
    // docs: begin async/blocking
    ExecutorService executor = Executors.newFixedThreadPool(8);

    CompletableFuture<String> answer = retry.callBlocking(() -> service.ask(prompt), executor);
    // docs: end
    assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo("answer to why?");
    executor.shutdownNow();
  }

  @Test
  void cancel_duringAttempt_cancelsItAndBeginsNoOther() {
    AsyncRetry retry = AsyncRetry.with(RetryPolicy.defaults());
    List<CompletableFuture<String>> begun = new ArrayList<>();
    // docs: begin async/cancel
    CompletableFuture<String> answer = retry.call(() -> {
      CompletableFuture<String> attempt = new CompletableFuture<>();
      begun.add(attempt);
      return attempt;
    });
    answer.cancel(true); // cancels the attempt in flight, or drops the pause
    // docs: end
    assertThat(begun).hasSize(1);
    assertThat(begun.get(0)).isCancelled();
  }

  @Test
  void hedge_firstAttemptHangs_takesTheSecond() throws Exception {
    VirtualTimebase time = VirtualTimebase.create();
    List<CompletableFuture<String>> attempts = new ArrayList<>();
    // docs: begin async/hedge
    RetryPolicy policy = RetryPolicy.builder()
        .budget(PercentageRetryBudget.standard()) // pays for each hedge
        .build();
    AsyncRetry hedged =
        AsyncRetry.with(policy).withHedge(Hedge.after(ofMillis(300))); // at most 2 at a time
    // docs: end
    AsyncRetry retry = AsyncRetry.with(policy.toBuilder().timebase(time).build())
        .withHedge(Hedge.after(ofMillis(300)))
        .withExecutor(Runnable::run);
    assertThat(hedged.policy().budget()).isPresent();
    CompletableFuture<String> answer = retry.call(() -> {
      attempts.add(new CompletableFuture<>());
      return attempts.get(attempts.size() - 1);
    });
    time.advance(ofSeconds(1));
    assertThat(attempts).hasSize(2);
    attempts.get(1).complete("the second");
    assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo("the second");
    assertThat(attempts.get(0)).isCancelled();
  }

  @Test
  void pause_inVirtualTime_isOverWhenTheClockIsMoved() throws Exception {
    service.failing(1);
    // docs: begin async/testing
    VirtualTimebase time = VirtualTimebase.create();
    AsyncRetry retry = AsyncRetry.with(
            RetryPolicy.builder().timebase(time).jitter(false).build())
        .withExecutor(Runnable::run); // the second attempt runs on the thread that moves the clock

    CompletableFuture<String> answer = retry.call(() -> client.askAsync(prompt));
    assertThat(answer).isNotDone();
    time.advance(ofSeconds(1));
    assertThat(answer).isCompletedWithValue("answer to why?");
    // docs: end
    assertThat(time.pendingTasks()).isZero();
  }
}
