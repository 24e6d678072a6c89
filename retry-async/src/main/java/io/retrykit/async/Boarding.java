package io.retrykit.async;

import io.retrykit.call.Attempt;
import io.retrykit.guard.Admission;
import io.retrykit.loop.AttemptCall;
import io.retrykit.time.Nanos;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lets a call wait for an attempt that was begun, with no more objects than it takes. Stateless. */
final class Boarding {
  private Boarding() {}

  /** The first attempt that has to be waited for, of a call that nobody knows of yet; else as below. */
  static <T extends @Nullable Object> boolean board(
      AsyncCall<T> call, CompletionStage<? extends T> begun) {
    CompletableFuture<? extends T> future = Stages.future(begun);
    if (future == null || call.engine().limited || future.isDone()) {
      long limit = call.engine().limit(call.start());
      return board(call, begun, null, null, Admission.UNKNOWN, limit);
    }
    call.startAt(future);
    return await(call, future);
  }

  /** The attempt is over, or has to be waited for. Tells whether the next one is due at once. */
  static <T extends @Nullable Object> boolean board(
      AsyncCall<T> call,
      CompletionStage<? extends T> begun,
      @Nullable Attempt attempt,
      @Nullable Object granted,
      long started,
      long limit) {
    CompletableFuture<? extends T> future = Stages.future(begun);
    if (future != null) {
      if (future.isDone()) {
        Throwable failure = Operations.failure(future);
        T result = failure == null ? future.join() : null;
        call.tellOf(begun, result, failure);
        return Landing.next(call, granted, started, result, failure, call.start());
      }
      if (granted == null && limit == Nanos.FOREVER) {
        return call.moveTo(future)
            ? await(call, future)
            : missed(call, new Flight<>(call, future, attempt, null, Admission.UNKNOWN));
      }
    }
    Flight<T> flight = limit == Nanos.FOREVER
        ? new Flight<>(call, begun, attempt, granted, started)
        : new Flight.Limited<>(call, begun, attempt, granted, started, limit);
    if (!call.moveTo(flight)) {
      return missed(call, flight);
    }
    return flight.board() ? call.landed(flight) : armed(call, flight);
  }

  /** Nothing is to be known of the attempt but its stage: the call itself waits for that. */
  @SuppressWarnings("FutureReturnValueIgnored") // what it calls does not throw
  static <T extends @Nullable Object> boolean await(
      AsyncCall<T> call, CompletableFuture<? extends T> future) {
    try {
      future.handle(call); // not whenComplete: it wraps every failure anew
    } catch (Throwable thrown) {
      return call.leave(future)
          && Landing.next(call, null, Admission.UNKNOWN, null, thrown, call.start());
    }
    return false;
  }

  /** The call was ended while the attempt was begun: that is given up, and what it may come to is nobody's. */
  private static <T extends @Nullable Object> boolean missed(AsyncCall<T> call, Flight<T> flight) {
    flight.stop(true);
    flight.board();
    call.engine().abandoned(flight.granted);
    return call.dropped();
  }

  /** The call no longer waits for this, whatever it is. */
  static void drop(
      AsyncCall<?> call, Object place, @Nullable Object operation, boolean mayInterrupt) {
    if (place == call) {
      return; // its pause is over
    }
    if (place instanceof Flight<?> flight) {
      flight.stop(mayInterrupt);
      call.engine().abandoned(flight.granted);
    } else if (place instanceof GuardWait wait) {
      wait.stop();
    } else if (place instanceof Pause pause) {
      call.engine().alarms.cancel(pause, call);
    } else if (place instanceof CompletableFuture<?> future) {
      if (operation instanceof AttemptCall<?, ?> numbered) {
        numbered.cancel();
      }
      Stages.cancel(future, mayInterrupt);
    }
  }

  private static <T extends @Nullable Object> boolean armed(AsyncCall<T> call, Flight<T> flight) {
    try {
      flight.arm();
    } catch (Throwable rejected) {
      if (call.leave(flight)) {
        flight.stop(true);
        call.engine().abandoned(flight.granted);
        throw call.engine().course.driverFailed(call.state(), rejected);
      }
    }
    return false;
  }
}
