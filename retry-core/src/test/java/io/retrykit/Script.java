package io.retrykit;

import io.retrykit.call.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * An operation that goes by a script: each call takes the next step, and the last step is taken again and again. Belongs
 * to one thread at a time.
 */
final class Script<T> implements Operation<T, Exception> {
  private final List<Operation<? extends T, ?>> steps = new ArrayList<>();
  private int calls;

  /** Adds a step that returns. */
  Script<T> returns(T result) {
    steps.add(() -> result);
    return this;
  }

  /** Adds a step that returns null. */
  @SuppressWarnings("NullAway")
  Script<T> returnsNull() {
    steps.add(() -> null);
    return this;
  }

  /** Adds a step that throws this very instance, an {@code Error} too. */
  Script<T> fails(Throwable failure) {
    steps.add(() -> {
      throw Script.<RuntimeException>raise(failure);
    });
    return this;
  }

  /** Adds the step that throws as many times as asked. */
  Script<T> fails(int times, Throwable failure) {
    for (int i = 0; i < times; i++) {
      fails(failure);
    }
    return this;
  }

  /** Adds a step that does something. */
  Script<T> does(Operation<? extends T, ?> step) {
    steps.add(step);
    return this;
  }

  @Override
  public T call() throws Exception {
    Operation<? extends T, ?> step = steps.get(Math.min(calls, steps.size() - 1));
    calls++;
    return step.call();
  }

  /** Returns how often it was called. */
  int calls() {
    return calls;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> X raise(Throwable failure) throws X {
    throw (X) failure;
  }
}
