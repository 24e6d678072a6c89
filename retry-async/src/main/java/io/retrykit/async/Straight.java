package io.retrykit.async;

import io.retrykit.failure.Causes;
import io.retrykit.guard.Admission;
import io.retrykit.loop.CallState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls as long as nothing has to be waited for: on the caller's thread, without the object that would wait. For
 * policies whose successes concern nobody. Stateless.
 */
final class Straight {
  private Straight() {}

  /** Makes a call of which a success is nobody's business, and no clock is read; a good one costs no more than itself. */
  static <T extends @Nullable Object> CompletableFuture<T> call(
      Route route, Supplier<? extends CompletionStage<T>> operation) {
    @Nullable CompletionStage<T> stage;
    try {
      stage = operation.get();
    } catch (Throwable thrown) {
      return failed(route, operation, 0, thrown);
    }
    CompletableFuture<T> future = Stages.future(stage);
    return future != null && future.isDone() && !future.isCompletedExceptionally()
        ? future
        : goOn(route, operation, 0, stage);
  }

  /** The first attempt was begun, and is not simply good. */
  static <T extends @Nullable Object> CompletableFuture<T> goOn(
      Route route,
      Supplier<? extends CompletionStage<T>> operation,
      long start,
      @Nullable CompletionStage<T> stage) {
    CompletableFuture<T> future = Stages.future(stage);
    if (future != null && future.isDone()) {
      Throwable failure = Operations.failure(future);
      if (failure != null) {
        return failed(route, operation, start, failure);
      }
    }
    return stage == null
        ? failed(route, operation, start, Operations.noStage())
        : waiting(route, operation, start, CallState.ifNested(), stage);
  }

  /** The first attempt has failed. */
  static <T extends @Nullable Object> CompletableFuture<T> failed(
      Route route, Supplier<? extends CompletionStage<T>> operation, long start, Throwable thrown) {
    CallState nested = CallState.ifNested();
    CallState state = nested == null ? CallState.notNested() : nested;
    try {
      return repeat(route, operation, start, state, thrown);
    } catch (Throwable ended) { // what the call ends with, or what a callback threw
      return CompletableFuture.failedFuture(ended);
    }
  }

  private static <T extends @Nullable Object> CompletableFuture<T> repeat(
      Route route,
      Supplier<? extends CompletionStage<T>> operation,
      long start,
      CallState state,
      Throwable first) {
    Engine engine = route.engine();
    Throwable thrown = first;
    for (; ; ) {
      Throwable failure = Causes.unwrap(thrown);
      if (!engine.end.failed(state, failure, null, Admission.UNKNOWN, route.request(), start)) {
        return CompletableFuture.failedFuture(failure);
      }
      if (state.pause() > 0) {
        AsyncCall<T> call = new AsyncCall<>(route, operation, start, state);
        call.beginPause();
        return call;
      }
      if (!engine.end.pauseEnded(state, start)) {
        return CompletableFuture.failedFuture(failure);
      }
      CompletionStage<? extends T> stage;
      try {
        stage = Operations.begin(operation, null, engine.policy(), state);
      } catch (Throwable again) {
        thrown = again;
        continue;
      }
      CompletableFuture<? extends T> future = Stages.future(stage);
      Throwable ended = future != null && future.isDone() ? Operations.failure(future) : null;
      if (ended == null) {
        return handedThrough(route, operation, start, state, stage);
      }
      thrown = ended;
    }
  }

  @SuppressWarnings("unchecked") // a future of a subtype is only read
  private static <T extends @Nullable Object> CompletableFuture<T> handedThrough(
      Route route,
      Supplier<? extends CompletionStage<T>> operation,
      long start,
      CallState state,
      CompletionStage<? extends T> stage) {
    CompletableFuture<? extends T> future = Stages.future(stage);
    return future != null && route.engine().isGood(future)
        ? (CompletableFuture<T>) future
        : waiting(route, operation, start, state, stage);
  }

  private static <T extends @Nullable Object> CompletableFuture<T> waiting(
      Route route,
      Supplier<? extends CompletionStage<T>> operation,
      long start,
      @Nullable CallState state,
      CompletionStage<? extends T> stage) {
    AsyncCall<T> call = new AsyncCall<>(route, operation, start, state);
    call.begin(stage);
    return call;
  }
}
