package io.retrykit.benchmarks;

import io.retrykit.Retry;
import io.retrykit.call.Operation;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/**
 * Makes the profile of a loop look like that of a real application: several operations of different classes, several
 * exception types, first successes and retries. A lone call site flatters everything that lives on inlining.
 */
final class Pollution {
  private static final int ROUNDS = 20_000;

  private Pollution() {}

  static void of(Retry retry, HandWritten hand) {
    Operation<?, ?>[] operations = {
      () -> "text",
      () -> 42,
      flaky(new IOException("flaky")),
      flaky(new TimeoutException("flaky")),
      flaky(new IllegalStateException("flaky")),
      () -> new int[0],
    };
    for (int i = 0; i < ROUNDS; i++) {
      for (Operation<?, ?> operation : operations) {
        call(retry::call, operation);
        call(hand::call, operation);
      }
    }
  }

  private static Operation<String, Exception> flaky(Exception failure) {
    int[] calls = {0};
    return () -> {
      if (calls[0]++ % 3 != 2) {
        throw failure;
      }
      return "at last";
    };
  }

  private static void call(Caller caller, Operation<?, ?> operation) {
    try {
      caller.call(operation);
    } catch (Exception expected) {
      // one of the failures on purpose
    }
  }

  private interface Caller {
    Object call(Operation<?, ?> operation) throws Exception;
  }
}
