package io.retrykit.async;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.policy.StopReason;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published cases on calls that do not block, one test for each, named by its id. */
class AsyncCasesTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CompletableFuture<Object>> stages = new ArrayList<>();
  private final List<RetryEvent> events = new ArrayList<>();

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .maxAttempts(3)
        .backoff(Backoff.fixed(ofSeconds(60)))
        .listener(events::add)
        .timebase(time);
  }

  private static AsyncRetry with(RetryPolicyBuilder policy) {
    return AsyncRetry.with(policy.build()).withExecutor(Runnable::run);
  }

  private CompletableFuture<Object> begin() {
    stages.add(new CompletableFuture<>());
    return stages.get(stages.size() - 1);
  }

  private static Throwable failureOf(CompletableFuture<?> call) {
    assertThat(call).isCompletedExceptionally();
    return call.handle((result, failure) -> failure).join();
  }

  /** SPEC 23.2. */
  @Test
  void ac01_cancelInThePause_leavesNothingBehind() {
    CompletableFuture<Object> call = with(policy()).call(this::begin);
    stages.get(0).completeExceptionally(new IOException("1"));
    call.cancel(true);

    assertThat(call).isCancelled();
    assertThat(time.pendingTasks()).isZero();
    time.advance(ofDays(1));
    assertThat(stages).hasSize(1);
  }

  /** SPEC 23.9. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ac02_cancelWhileCodeBlocks_interruptsItOnlyIfItMay(boolean mayInterrupt) throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    AtomicBoolean cancelled = new AtomicBoolean();
    CompletableFuture<String> call = AsyncRetry.with(policy().build())
        .callBlockingWithAttempt(
            attempt -> {
              running.countDown();
              try {
                release.await();
              } catch (InterruptedException interrupt) {
                interrupted.set(true);
              }
              cancelled.set(attempt.cancelled());
              ended.countDown();
              return "v";
            },
            pool);
    running.await();
    call.cancel(mayInterrupt);
    if (!mayInterrupt) {
      release.countDown();
    }
    ended.await();

    assertThat(interrupted.get()).isEqualTo(mayInterrupt);
    assertThat(cancelled).isTrue();
    assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).get())
        .as("no interrupt outlives the attempt")
        .isFalse();
    pool.shutdown();
  }

  /** SPEC 23.2. */
  @Test
  void ac03_cancel_reachesTheStage() {
    with(policy()).call(this::begin).cancel(true);

    assertThat(stages).singleElement().satisfies(stage -> assertThat(stage).isCancelled());
  }

  /** SPEC 23.2. */
  @Test
  void ac06_completedFromOutside_thatOutcomeWins_andListenersSeeIt() {
    CompletableFuture<Object> value = with(policy()).call(this::begin);
    assertThat(value.complete("theirs")).isTrue();
    CompletableFuture<Object> failed = with(policy()).call(this::begin);
    assertThat(failed.completeExceptionally(new IOException("theirs"))).isTrue();
    stages.forEach(stage -> stage.complete("ours"));
    time.advance(ofDays(1));

    assertThat(value).isCompletedWithValue("theirs");
    assertThat(failureOf(failed)).hasMessage("theirs");
    assertThat(stages).hasSize(2).allMatch(CompletableFuture::isCancelled);
    assertThat(events)
        .extracting(event -> event.reason().orElseThrow())
        .containsExactly(StopReason.CANCELLED, StopReason.CANCELLED);
  }

  /** SPEC 23.4. */
  @Test
  void ac07_schedulerThatRejects_endsTheCall_theFailureSuppressed() {
    ScheduledThreadPoolExecutor shut = new ScheduledThreadPoolExecutor(1);
    shut.shutdown();
    AsyncRetry retry = AsyncRetry.with(policy().build()).withScheduler(shut);
    IOException first = new IOException("1");
    CompletableFuture<Object> paused = retry.call(() -> CompletableFuture.failedFuture(first));
    CompletableFuture<Object> timed = AsyncRetry.with(
            policy().attemptTimeout(ofSeconds(1)).build())
        .withScheduler(shut)
        .call(this::begin);

    assertThat(failureOf(paused))
        .isInstanceOf(RejectedExecutionException.class)
        .hasSuppressedException(first);
    assertThat(failureOf(timed)).isInstanceOf(RejectedExecutionException.class);
    assertThat(stages).singleElement().satisfies(stage -> assertThat(stage).isCancelled());
  }

  /** SPEC 23.1. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9})
  void ac09_failures_ofStagesAndOfOperations_areTheSame(int failures) {
    for (boolean thrown : new boolean[] {true, false}) {
      int[] calls = {0};
      CompletableFuture<String> call = with(policy().maxAttempts(4).backoff(Backoff.none()))
          .call(() -> {
            if (++calls[0] > failures) {
              return CompletableFuture.completedFuture("v");
            }
            if (thrown) {
              throw new IllegalStateException("no");
            }
            return CompletableFuture.failedFuture(new IllegalStateException("no"));
          });
      assertThat(calls[0]).isEqualTo(Math.min(4, failures + 1));
      assertThat(call.isCompletedExceptionally()).isEqualTo(failures >= 4);
    }
  }

  /** SPEC 3.7, SPEC 23.1. */
  @Test
  void ac10_wrappers_areTakenOff() {
    IOException inside = new IOException("no");
    CompletableFuture<Object> call =
        with(policy().retryOn(IOException.class).maxAttempts(2)).call(this::begin);
    stages.get(0).completeExceptionally(new CompletionException(new CompletionException(inside)));
    time.advance(ofSeconds(60));
    stages.get(1).completeExceptionally(new CompletionException(inside));

    assertThat(failureOf(call)).isSameAs(inside);
  }

  /** SPEC 23.2: the caller's own time limit ends the work. */
  @Test
  void ac12_callerThatGivesUp_sees_why_andNothingFollows() {
    TimeoutException why = new TimeoutException("the caller's");
    CompletableFuture<Object> call = with(policy()).call(this::begin);
    call.completeExceptionally(why);
    time.advance(ofDays(1));

    assertThat(failureOf(call)).isSameAs(why);
    assertThat(stages).hasSize(1);
  }

  /** SPEC 6.2, SPEC 7.3. */
  @Test
  void ac14_pauseBeyondTheEnd_isNotBegun() {
    IOException last = new IOException("last");
    CompletableFuture<Object> late = with(policy()
            .maxDuration(ofSeconds(10))
            .backoff(Backoff.list(ofSeconds(1), ofSeconds(10_000))))
        .call(() -> CompletableFuture.failedFuture(last));
    CompletableFuture<Object> hinted = with(policy()
            .classifier(failure -> Verdict.throttled().withFloor(ofDays(365))))
        .call(() -> CompletableFuture.failedFuture(last));
    time.advance(ofSeconds(1));

    assertThat(failureOf(late)).isSameAs(last);
    assertThat(failureOf(hinted)).isSameAs(last);
    assertThat(time.pendingTasks()).isZero();
  }

  /** SPEC 23.6: with what waits for nothing, and with a guard in the way. */
  @Test
  void ac16_aHundredThousandFailuresAtOnce_areALoop() {
    int[] calls = {0};
    CompletableFuture<Object> call = with(RetryPolicy.builder()
            .maxAttempts(100_000)
            .backoff(Backoff.none())
            .guard(new Open()))
        .call(() -> {
          calls[0]++;
          return CompletableFuture.failedFuture(new IOException("no"));
        });

    assertThat(call).isCompletedExceptionally();
    assertThat(calls[0]).isEqualTo(100_000);
  }

  private static final class Open implements Guard {
    @Override
    public String name() {
      return "open";
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      return Admission.granted();
    }
  }

  /** SPEC 23.9. */
  @Test
  void ac19_virtualThreads_runTheAttempts_whereThereAreAny() throws Exception {
    ExecutorService executor = Runtime.version().feature() < 21
        ? Executors.newSingleThreadExecutor()
        : (ExecutorService)
            Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    int[] calls = {0};
    CompletableFuture<@Nullable Thread> call = AsyncRetry.with(
            RetryPolicy.builder().backoff(Backoff.fixed(ofMillis(1))).build())
        .callBlocking(
            () -> {
              if (++calls[0] < 3) {
                throw new IOException("no");
              }
              return Thread.currentThread();
            },
            executor);

    assertThat(call.get()).isNotNull().isNotSameAs(Thread.currentThread());
    assertThat(calls[0]).isEqualTo(3);
    executor.shutdown();
  }

  /** SPEC 23.3. */
  @Test
  void ac20_attemptsThatNeverEnd_areCancelled_andALateOneIsIgnored() {
    RetryPolicyBuilder timed =
        policy().attemptTimeout(ofMillis(50)).backoff(Backoff.fixed(ofMillis(10)));
    CompletableFuture<Object> call = with(timed).call(this::begin);
    time.advance(ofMillis(50));
    time.advance(ofMillis(60));
    time.advance(ofMillis(60));

    assertThat(stages).hasSize(3).allMatch(CompletableFuture::isCancelled);
    assertThat(failureOf(call)).isInstanceOf(AttemptTimeoutException.class);
    assertThat(catchThrowable(call::join)).isInstanceOf(CompletionException.class);
    assertThat(time.pendingTasks()).isZero();
  }
}
