package io.retrykit.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Timebase;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A wait that cannot be taken back costs nobody what has come meanwhile. */
class AlarmsTest {
  private static IllegalStateException refused() {
    return new IllegalStateException("not cancelled");
  }

  /** Virtual time whose tasks cannot be cancelled. */
  private static final class Uncancelled implements Timebase {
    private final VirtualTimebase time = VirtualTimebase.manual();

    @Override
    public long nanos() {
      return time.nanos();
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
      time.sleep(nanos);
    }

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
      return () -> {
        throw refused();
      };
    }
  }

  /** A task that runs as it should, and cannot be cancelled. */
  private static final class Stubborn<V> extends FutureTask<V>
      implements RunnableScheduledFuture<V> {
    private final RunnableScheduledFuture<V> task;

    Stubborn(Callable<V> nothing, RunnableScheduledFuture<V> task) {
      super(nothing);
      this.task = task;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      throw refused();
    }

    @Override
    public void run() {
      task.run();
    }

    @Override
    public boolean isPeriodic() {
      return false;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return task.getDelay(unit);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  private static void arrives(AsyncRetry retry) {
    CompletableFuture<String> stage = new CompletableFuture<>();
    CompletableFuture<String> call = retry.call(() -> stage);
    stage.complete("answer");
    assertThat(call).isCompletedWithValue("answer");
  }

  // SPEC 23.4
  @Test
  void result_arrives_thoughItsTimeLimitCannotBeCancelled() {
    arrives(AsyncRetry.with(RetryPolicy.builder()
        .attemptTimeout(Duration.ofSeconds(1))
        .timebase(new Uncancelled())
        .build()));
  }

  // SPEC 23.4
  @Test
  void result_arrives_thoughTheSchedulersTaskCannotBeCancelled() {
    ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1) {
      @Override
      protected <V> RunnableScheduledFuture<V> decorateTask(
          Runnable runnable, RunnableScheduledFuture<V> task) {
        return new Stubborn<>(task::get, task);
      }
    };
    try {
      arrives(AsyncRetry.with(
              RetryPolicy.builder().attemptTimeout(Duration.ofSeconds(30)).build())
          .withScheduler(scheduler));
    } finally {
      scheduler.shutdownNow();
    }
  }

  /** SPEC 23.4: as the JDK's does where {@code shutdown} comes between its look at its state and its queue. */
  @Test
  void pause_thatTheSchedulerCancelsAsItTakesIt_endsTheCall() {
    ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1) {
      @Override
      public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        ScheduledFuture<?> task = super.schedule(command, delay, unit);
        task.cancel(false);
        return task;
      }
    };
    IOException failure = new IOException("flaky");
    try {
      CompletableFuture<String> call = AsyncRetry.with(RetryPolicy.builder().build())
          .withScheduler(scheduler)
          .call(() -> CompletableFuture.failedFuture(failure));

      assertThat(call).isCompletedExceptionally();
      assertThat(call.handle((result, thrown) -> thrown).join())
          .isInstanceOf(RejectedExecutionException.class)
          .hasSuppressedException(failure);
    } finally {
      scheduler.shutdownNow();
    }
  }
}
