package io.retrykit.circuitbreaker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asynchronous calls that have ended already. */
final class Stages {
  private Stages() {}

  static CompletionStage<String> of(String result) {
    return CompletableFuture.completedFuture(result);
  }

  static CompletionStage<String> failed(Throwable failure) {
    return CompletableFuture.failedFuture(failure);
  }
}
