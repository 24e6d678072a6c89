package io.retrykit.examples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.retrykit.async.AsyncRetry;
import io.retrykit.async.Hedge;
import io.retrykit.async.ListenableRetry;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.PercentageRetryBudget;
import io.retrykit.time.VirtualTimebase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The page on calls that do not block, run. */
class AsyncPageTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final RetryPolicy policy =
      RetryPolicy.builder().timebase(time).jitter(false).discovery(false).build();

  @Test
  void aCall_canBeCancelled_alsoByItsTime() {
    AsyncRetry retry = AsyncRetry.with(policy);
    Flaky client = new Flaky(9);
    // docs: begin
    CompletableFuture<String> text = retry
        .call(() -> client.invokeAsync("why?"))
        .orTimeout(30, TimeUnit.SECONDS); // ends the pause and the attempt, too
    text.cancel(true); // so does this
    // docs: end
    assertThat(time.pendingTasks()).isZero();
    assertThat(client.calls()).isOne();
  }

  @Test
  void guavasFutures_areTakenAndGiven() throws Exception {
    Flaky client = new Flaky(0);
    Executor executor = Runnable::run;
    // docs: begin
    ListenableRetry retry = ListenableRetry.with(policy);
    ListenableFuture<String> text =
        retry.call(() -> Futures.submit(() -> client.invoke("why?"), executor));
    // docs: end
    assertThat(text.get()).isEqualTo("why?");
  }

  @Test
  void hedging_isPaidForByABudget() {
    // docs: begin
    AsyncRetry retry = AsyncRetry.with(
            policy.toBuilder().budget(PercentageRetryBudget.standard()).build())
        .withHedge(Hedge.after(ofMillis(300)).withMaxAttempts(2));
    // docs: end
    CompletableFuture<String> slow = new CompletableFuture<>();
    int[] calls = {0};
    CompletableFuture<String> answer =
        retry.call(() -> calls[0]++ == 0 ? slow : CompletableFuture.completedFuture("second"));
    time.advance(ofSeconds(1));
    assertThat(answer.join()).isEqualTo("second");
    assertThat(slow).isCancelled();
  }
}
