package io.retrykit.loop;

import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.call.Operation;
import io.retrykit.time.Timebase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Stops an attempt on the calling thread by interrupting it when its time is over; {@link Watch} keeps that to the attempt. */
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
    Watch watch = new Watch(operation);
    return new Limit(watch, timebase.schedule(limitNanos, watch), limitNanos);
  }

  /** One attempt's time, which is running. */
  record Limit(Watch watch, Timebase.Scheduled task, long nanos) {
    /** Makes the attempt. */
    <T extends @Nullable Object, E extends Exception> T call(Operation<T, E> operation, int attempt)
        throws E {
      try {
        T result = operation.call();
        if (!watch.end()) {
          task.cancel();
        }
        return result;
      } catch (Throwable failure) {
        if (!watch.end()) {
          task.cancel();
          throw failure;
        }
        if (failure instanceof Error) {
          throw failure; // worse than late
        }
        throw new AttemptTimeoutException(attempt, Duration.ofNanos(nanos), failure);
      }
    }
  }
}
