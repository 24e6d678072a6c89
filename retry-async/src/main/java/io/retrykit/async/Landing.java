package io.retrykit.async;

import io.retrykit.failure.Causes;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.loop.AttemptEnd;
import io.retrykit.loop.CallState;
import org.jspecify.annotations.Nullable;

/** What becomes of a call when an attempt has ended: its end, or a pause. Stateless. */
final class Landing {
  private Landing() {}

  /**
   * Judges what an attempt came to, and acts on it. Tells whether the next one is due at once.
   *
   * @param thrown what it failed with, wrapped or not; null if it returned
   */
  @SuppressWarnings("NullAway") // a result is null only where the stage gave null
  static <T extends @Nullable Object> boolean next(
      AsyncCall<T> call,
      @Nullable Object granted,
      long started,
      @Nullable T result,
      @Nullable Throwable thrown,
      long start) {
    AttemptEnd end = call.engine().end;
    if (thrown != null) {
      Throwable failure = Causes.unwrap(thrown);
      if (failure instanceof PartlyDelivered partly) {
        if (partly.isReceivers()) {
          throw end.callbackFailed(call.state(), partly.failure(), granted);
        }
        failure = Causes.unwrap(partly.failure());
        call.state().delivered();
      }
      return end.failed(call.state(), failure, granted, started, call.request(), start)
          ? call.pause()
          : call.fail(failure);
    }
    Verdict verdict =
        call.engine().judges(result) ? end.judge(false, result, granted, call.stateSoFar()) : null;
    if (verdict == null) {
      return succeed(call, granted, started, result);
    }
    CallState state = call.state();
    return end.unacceptable(state, result, verdict, granted, started, call.request(), start)
        ? call.pause()
        : unacceptable(call, state, result);
  }

  private static <T extends @Nullable Object> boolean succeed(
      AsyncCall<T> call, @Nullable Object granted, long started, T result) {
    CallState state = call.stateSoFar();
    AdmissionRequest request = call.request();
    if (!call.moveTo(CallFuture.OVER)) {
      call.engine().abandoned(granted);
      call.discard(result);
      return call.dropped();
    }
    call.clear();
    try {
      call.engine().end.succeeded(request, state, result, granted, started);
    } finally {
      if (!call.finish(result)) {
        call.discard(result);
      }
    }
    return false;
  }

  /** The last result is not acceptable: it is what the call ends with, or what the exception carries. */
  @SuppressWarnings({"unchecked", "NullAway"}) // the very result that came in
  private static <T extends @Nullable Object> boolean unacceptable(
      AsyncCall<T> call, CallState state, T result) {
    T last = (T) call.engine().course.ending(state, (Object) result);
    boolean first = call.moveTo(CallFuture.OVER);
    call.clear();
    if (!first || !call.finish(last)) {
      call.discard(last);
    }
    return false;
  }
}
