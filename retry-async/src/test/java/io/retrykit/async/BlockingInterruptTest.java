package io.retrykit.async;

import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.call.Operation;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SPEC 23.9: whose interrupt stays on a thread that blocks. The executor is a plain thread that looks at itself after each task;
 * the JDK's pools take every interrupt off between tasks.
 */
class BlockingInterruptTest {
  /** What an operation makes of the interrupt that has ended its sleep. */
  enum Ending {
    THROWN,
    PUT_UP_AGAIN,
    THROWN_AND_PUT_UP_AGAIN,
    SWALLOWED
  }

  private final VirtualTimebase time = VirtualTimebase.manual();
  private final CountDownLatch asleep = new CountDownLatch(1);
  private final AtomicReference<Thread> worker = new AtomicReference<>();
  private final CompletableFuture<Boolean> flagAfterwards = new CompletableFuture<>();
  private final Executor executor = task -> {
    Thread thread = new Thread(() -> {
      task.run();
      flagAfterwards.complete(Thread.currentThread().isInterrupted());
    });
    worker.set(thread);
    thread.start();
  };

  private CompletableFuture<String> call(RetryPolicyBuilder policy, Operation<String, ?> operation)
      throws InterruptedException {
    CompletableFuture<String> call = AsyncRetry.with(
            policy.discovery(false).maxAttempts(1).timebase(time).build())
        .withExecutor(Runnable::run)
        .callBlocking(operation, executor);
    asleep.await();
    return call;
  }

  private String sleep(Ending ending) throws InterruptedException {
    asleep.countDown();
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException interrupt) {
      if (ending == Ending.PUT_UP_AGAIN || ending == Ending.THROWN_AND_PUT_UP_AGAIN) {
        Thread.currentThread().interrupt();
      }
      if (ending == Ending.THROWN || ending == Ending.THROWN_AND_PUT_UP_AGAIN) {
        throw interrupt;
      }
    }
    return "v";
  }

  @ParameterizedTest
  @EnumSource
  void cancel_leavesNoInterruptBehind(Ending ending) throws Exception {
    CompletableFuture<String> call = call(RetryPolicy.builder(), () -> sleep(ending));

    call.cancel(true);

    assertThat(flagAfterwards.get()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void timeout_leavesNoInterruptBehind(Ending ending) throws Exception {
    CompletableFuture<String> call =
        call(RetryPolicy.builder().attemptTimeout(ofSeconds(1)), () -> sleep(ending));

    time.advance(ofSeconds(1));

    assertThat(flagAfterwards.get()).isFalse();
    assertThat(call)
        .failsWithin(ofSeconds(60))
        .withThrowableThat()
        .withCauseInstanceOf(AttemptTimeoutException.class);
  }

  @Test
  void interruptOfSomebodyElse_stays() throws Exception {
    CompletableFuture<String> call = call(RetryPolicy.builder(), () -> sleep(Ending.THROWN));

    requireNonNull(worker.get()).interrupt();

    assertThat(flagAfterwards.get()).isTrue();
    assertThat(call)
        .failsWithin(ofSeconds(60))
        .withThrowableThat()
        .withCauseInstanceOf(InterruptedException.class);
  }

  /** As {@code shutdownNow} of a pool does, and then who waits for the call gives up as well. */
  @Test
  void interruptOfSomebodyElse_beforeTheCancel_stays() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    CompletableFuture<String> call = call(RetryPolicy.builder(), () -> {
      asleep.countDown();
      while (cancelled.getCount() > 0) {
        Thread.onSpinWait();
      }
      return "v";
    });

    requireNonNull(worker.get()).interrupt();
    call.cancel(true);
    cancelled.countDown();

    assertThat(flagAfterwards.get()).isTrue();
  }
}
