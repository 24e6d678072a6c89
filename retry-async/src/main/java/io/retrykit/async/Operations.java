package io.retrykit.async;

import io.retrykit.call.Attempt;
import io.retrykit.loop.AttemptCall;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What users hand in, as it is: no object of ours stands around it while the call waits. */
final class Operations {
  private Operations() {}

  /** Begins an attempt. */
  @SuppressWarnings("unchecked") // it is what the call was made with
  static <T extends @Nullable Object> @Nullable CompletionStage<? extends T> begin(
      Object operation, Flight<T> flight) {
    if (operation instanceof AttemptCall<?, ?>) {
      AttemptCall<? extends CompletionStage<T>, RuntimeException> numbered =
          (AttemptCall<? extends CompletionStage<T>, RuntimeException>) operation;
      Attempt attempt = numbered.begin();
      flight.attempt = attempt;
      return numbered.call(attempt);
    }
    return ((Supplier<? extends CompletionStage<T>>) operation).get();
  }
}
