package io.retrykit.loop;

import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.Timebase;
import org.jspecify.annotations.Nullable;

/** What the calling thread does after an attempt that was not a success: ends it, minds interrupts, pauses. Stateless. */
final class Aftermath {
  private final Timebase timebase;
  private final Course course;
  private final AttemptEnd end;

  Aftermath(Plan plan, Course course, AttemptEnd end) {
    this.timebase = plan.policy.timebase();
    this.course = course;
    this.end = end;
  }

  /** An attempt threw. Returns whether another one is to be made, the pause being over. */
  boolean again(
      CallState state,
      Throwable failure,
      @Nullable Object granted,
      long started,
      AdmissionRequest request,
      long start) {
    boolean goesOn = false;
    try {
      goesOn = end.failed(state, failure, granted, started, request, start);
    } finally {
      if (!goesOn) { // a callback that threw included
        keepInterrupt(failure);
      }
    }
    return goesOn && pause(state, start);
  }

  /** Whoever threw this has taken the flag off: the call ends, so it is put back for those outside. */
  private static void keepInterrupt(@Nullable Throwable failure) {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
  }

  /** An attempt returned what is not acceptable. Returns whether another one is to be made, the pause being over. */
  boolean unacceptable(
      CallState state,
      @Nullable Object result,
      Verdict verdict,
      @Nullable Object granted,
      long started,
      AdmissionRequest request,
      long start) {
    return end.unacceptable(state, result, verdict, granted, started, request, start)
        && pause(state, start);
  }

  private boolean pause(CallState state, long start) {
    try {
      if (state.pause > 0) {
        timebase.sleep(state.pause);
      } else if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("interrupted before a retry");
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      course.giveBack(state);
      throw Sneaky.raise(course.interrupted(state, interrupt));
    } catch (Throwable broken) { // the time base cannot pause
      keepInterrupt(state.failure);
      throw course.driverFailed(state, broken);
    }
    if (end.pauseEnded(state, start)) {
      return true;
    }
    keepInterrupt(state.failure);
    return false;
  }
}
