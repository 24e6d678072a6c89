package io.retrykit.loop;

import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.call.Operation;
import io.retrykit.time.Timebase;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stops an attempt on the calling thread by interrupting it when its time is over. The timer and the attempt race for
 * one word: whoever moves it first decides whether the attempt ended in time, and an attempt that lost waits until the
 * interrupt has arrived, so that it can be taken off again and never hits what the thread does next.
 */
final class AttemptTimer {
  private final Timebase timebase;

  AttemptTimer(Timebase timebase) {
    this.timebase = timebase;
  }

  /**
   * Starts the time of an attempt that the calling thread makes next, by {@link Limit#call}. Throws what the time base
   * throws: then there is no attempt.
   *
   * @param limitNanos more than zero
   */
  Limit start(Operation<?, ?> operation, long limitNanos) {
    Watch watch = new Watch(Thread.currentThread(), operation);
    return new Limit(watch, timebase.schedule(limitNanos, watch), limitNanos);
  }

  /** One attempt's time, which is running. */
  record Limit(Watch watch, Timebase.Scheduled task, long nanos) {
    /** Makes the attempt. */
    <T extends @Nullable Object, E extends Exception> T call(Operation<T, E> operation, int attempt)
        throws E {
      try {
        T result = operation.call();
        if (watch.end()) {
          Thread.interrupted(); // ours: whoever was interrupted before it was left alone
        } else {
          task.cancel();
        }
        return result;
      } catch (Throwable failure) {
        if (!watch.end()) {
          task.cancel();
          throw failure;
        }
        Thread.interrupted(); // ours, whether or not the operation has put it up again
        if (failure instanceof Error) {
          throw failure; // worse than late
        }
        throw new AttemptTimeoutException(attempt, Duration.ofNanos(nanos), failure);
      }
    }
  }

  private static final class Watch extends AtomicInteger implements Runnable {
    private static final long serialVersionUID = 1L;
    private static final int RUNNING = 0;
    private static final int ENDED = 1;
    private static final int INTERRUPTING = 2;
    private static final int INTERRUPTED = 3;
    private static final int LEFT_ALONE = 4;

    private final transient Thread thread;
    private final transient Operation<?, ?> operation;

    Watch(Thread thread, Operation<?, ?> operation) {
      this.thread = thread;
      this.operation = operation;
    }

    @Override
    public void run() {
      if (!compareAndSet(RUNNING, INTERRUPTING)) {
        return;
      }
      if (operation instanceof AttemptCall<?, ?> call) {
        call.cancel();
      }
      if (thread.isInterrupted()) {
        set(LEFT_ALONE); // somebody else's interrupt will stop it, and must outlive the attempt
      } else {
        try {
          thread.interrupt(); // may be overridden, and may throw
        } finally {
          set(INTERRUPTED);
        }
      }
    }

    /** The attempt is over; tells whether we have interrupted it. */
    boolean end() {
      if (compareAndSet(RUNNING, ENDED)) {
        return false;
      }
      while (get() == INTERRUPTING) {
        Thread.onSpinWait();
      }
      return get() == INTERRUPTED;
    }
  }
}
