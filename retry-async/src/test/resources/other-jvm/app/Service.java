package app;

import io.retrykit.annotation.Retryable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Methods that block, and methods that do not. */
@Retryable(maxAttempts = 3, initialDelay = "1ms")
public interface Service {
  String now() throws java.io.IOException;

  CompletionStage<String> stage();

  CompletableFuture<String> future();
}
