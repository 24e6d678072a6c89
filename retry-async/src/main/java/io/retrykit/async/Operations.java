package io.retrykit.async;

import io.retrykit.call.Attempt;
import io.retrykit.loop.AttemptCall;
import io.retrykit.loop.CallState;
import io.retrykit.loop.Nesting;
import io.retrykit.policy.RetryPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What users hand in, as it is: no object of ours stands around it while the call waits. */
final class Operations {
  private Operations() {}

  /** Returns the next attempt, for an operation that is told which it is; else null. */
  static @Nullable Attempt attempt(Object operation) {
    return operation instanceof AttemptCall<?, ?> numbered ? numbered.begin() : null;
  }

  /** Begins an attempt. */
  static <T extends @Nullable Object> CompletionStage<? extends T> begin(
      Object operation, @Nullable Attempt attempt) {
    CompletionStage<? extends T> begun = begun(operation, attempt);
    if (begun == null) {
      throw noStage();
    }
    return begun;
  }

  /** Returns the failure of an attempt that begins nothing. */
  static RuntimeException noStage() {
    return new NullPointerException("the operation returned null, not a stage");
  }

  /**
   * Begins an attempt.
   *
   * @param call how far the call has come; null in its first attempt
   */
  static <T extends @Nullable Object> CompletionStage<? extends T> begin(
      Object operation, @Nullable Attempt attempt, RetryPolicy policy, @Nullable CallState call) {
    boolean isFirst = call == null || call.attempt() == 1;
    if (call == null || (isFirst && !call.isNested())) {
      return begin(operation, attempt);
    }
    @Nullable Object[] place = Nesting.place();
    Object before = isFirst ? Nesting.goOn(place, call) : Nesting.enter(place, call, policy);
    try {
      return begin(operation, attempt);
    } finally {
      Nesting.leave(place, before);
    }
  }

  @SuppressWarnings("unchecked") // it is what the call was made with
  private static <T extends @Nullable Object> @Nullable CompletionStage<? extends T> begun(
      Object operation, @Nullable Attempt attempt) {
    if (attempt != null) {
      return ((AttemptCall<? extends CompletionStage<T>, RuntimeException>) operation)
          .call(attempt);
    }
    return ((Supplier<? extends CompletionStage<T>>) operation).get();
  }

  /** Returns what a future that is done has failed with; null if it has not. No exception is made for it. */
  static @Nullable Throwable failure(CompletableFuture<?> done) {
    return done.isCompletedExceptionally()
        ? done.handle((result, failure) -> failure).join()
        : null;
  }
}
