package io.retrykit.examples.docs;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A service that fails so many times before it answers with what it was asked. */
final class Flaky {
  private int failures;
  private int calls;

  Flaky(int failures) {
    this.failures = failures;
  }

  String invoke(String prompt) throws IOException {
    calls++;
    if (failures-- > 0) {
      throw new IOException("failure " + calls);
    }
    return prompt;
  }

  CompletableFuture<String> invokeAsync(String prompt) {
    try {
      return CompletableFuture.completedFuture(invoke(prompt));
    } catch (IOException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  int calls() {
    return calls;
  }
}
