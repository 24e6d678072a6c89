package io.retrykit.async;

import io.retrykit.call.Attempt;
import io.retrykit.loop.AttemptCall;
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
  @SuppressWarnings("unchecked") // it is what the call was made with
  static <T extends @Nullable Object> @Nullable CompletionStage<? extends T> begin(
      Object operation, @Nullable Attempt attempt) {
    if (attempt != null) {
      return ((AttemptCall<? extends CompletionStage<T>, RuntimeException>) operation)
          .call(attempt);
    }
    return ((Supplier<? extends CompletionStage<T>>) operation).get();
  }
}
