package io.retrykit.faults;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.async.AsyncRetry;
import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 23.4: executors and schedulers that are shut down while a hundred calls are under way on them. */
class ShutdownTest {
  private final ExecutorService executor = Executors.newFixedThreadPool(2);
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final CountingGuard guard = new CountingGuard();
  private final RetryPolicy policy = RetryPolicy.builder()
      .maxAttempts(20)
      .backoff(Backoff.fixed(Duration.ofMillis(1)))
      .guard(guard)
      .build();

  @AfterEach
  void end() {
    executor.shutdownNow();
    scheduler.shutdownNow();
  }

  private List<CompletableFuture<String>> begin(AsyncRetry retry) {
    List<CompletableFuture<String>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(retry.callBlocking(
          () -> {
            throw new IOException("flaky");
          },
          executor));
    }
    while (guard.ended.get() < 200) {
      Thread.onSpinWait(); // until most of them are between two attempts
    }
    return calls;
  }

  /** The pause that cannot be made ends the call; an attempt that is not taken has failed, and is tried again in vain. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shutdown_amidCalls_endsEachOfThem(boolean ofTheScheduler) {
    List<CompletableFuture<String>> calls = begin(AsyncRetry.with(policy).withScheduler(scheduler));

    (ofTheScheduler ? scheduler : executor).shutdown();

    assertThat(calls)
        .allSatisfy(call -> assertThat(catchThrowable(() -> call.get(1, MINUTES)))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(RejectedExecutionException.class));
    assertThat(guard.ended.get()).isEqualTo(guard.granted.get());
  }

  /** What an executor is told to forget, nobody can know of: the caller's own limit ends the call. */
  @Test
  void shutdownNow_dropsWhatWaits_andTheCallersLimitEndsTheCalls() {
    List<CompletableFuture<String>> calls = begin(AsyncRetry.with(policy).withScheduler(scheduler));
    calls.forEach(call -> call.orTimeout(200, TimeUnit.MILLISECONDS));

    scheduler.shutdownNow();
    executor.shutdownNow();

    assertThat(calls)
        .allSatisfy(call -> assertThat(catchThrowable(() -> call.get(1, MINUTES)))
            .isInstanceOf(ExecutionException.class));
    assertThat(guard.ended.get()).isEqualTo(guard.granted.get());
  }
}
