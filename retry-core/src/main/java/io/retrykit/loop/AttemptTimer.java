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

  /** Makes one attempt within a limit of more than zero nanoseconds. */
  <T extends @Nullable Object, E extends Exception> T call(
      Operation<T, E> operation, int attempt, long limitNanos) throws E {
    Watch watch = new Watch(operation);
    Timebase.Scheduled task = timebase.schedule(limitNanos, watch);
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
      throw new AttemptTimeoutException(attempt, Duration.ofNanos(limitNanos), failure);
    }
  }
}
