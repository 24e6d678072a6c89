package io.retrykit.loop;

import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.call.Operation;
import io.retrykit.time.Timebase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Stops an attempt on the calling thread by interrupting it when its time is over; {@link Watch} keeps that to the attempt. */
final class AttemptTimer {
  private final Timebase timebase;
  private final Course course;
  private final @Nullable Gate gate;

  AttemptTimer(Timebase timebase, Course course, @Nullable Gate gate) {
    this.timebase = timebase;
    this.course = course;
    this.gate = gate;
  }

  /**
   * Starts the time of an attempt that the calling thread makes next, by {@link Limit#call}; or ends the call without the
   * attempt: what it was given goes back, and nobody hears of a failure.
   *
   * @param limitNanos more than zero
   * @param granted what the guards granted the attempt
   * @param state null before the end of a first attempt
   */
  Limit start(
      Operation<?, ?> operation,
      long limitNanos,
      @Nullable Object granted,
      @Nullable CallState state) {
    try {
      Watch watch =
          new Watch(operation instanceof AttemptCall<?, ?> numbered ? numbered.prepare() : null);
      return new Limit(watch, timebase.schedule(limitNanos, watch), limitNanos);
    } catch (Throwable broken) { // no thread for a timer, or a time base that has been shut down
      if (gate != null && granted != null) {
        gate.released(granted);
      }
      throw course.driverFailed(state == null ? new CallState() : state, broken);
    }
  }

  /** One attempt's time, which is running. */
  record Limit(Watch watch, Timebase.Scheduled task, long nanos) {
    /** Makes the attempt. */
    <T extends @Nullable Object, E extends Exception> T call(
        Operation<T, E> operation, @Nullable CallState state) throws E {
      T result;
      try {
        result = operation.call();
      } catch (Throwable failure) {
        if (!isOver()) {
          throw failure;
        }
        if (failure instanceof Error) {
          throw failure; // worse than late
        }
        int attempt = state == null ? 1 : state.attempt;
        throw new AttemptTimeoutException(attempt, Duration.ofNanos(nanos), failure);
      }
      isOver(); // a result counts, be it late
      return result;
    }

    /** The attempt has ended. Tells whether its time was over before; else nobody waits for that any more. */
    private boolean isOver() {
      boolean late = watch.end();
      if (!late) {
        Timers.cancel(task);
      }
      return late;
    }
  }
}
