package io.retrykit.async;

import io.retrykit.spi.OneLine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be done with the stages that users hand in. */
final class Stages {
  private static final Logger LOG = LoggerFactory.getLogger("io.retrykit.async");

  /** A {@code CompletableFuture} by its class alone: but for those of {@code CompletionStage}, its methods throw. */
  private static final Class<?> MINIMAL = CompletableFuture.completedStage(null).getClass();

  private Stages() {}

  /** Returns a stage as what it is, if it can be asked whether it is done; else null. */
  static <T extends @Nullable Object> @Nullable CompletableFuture<T> future(
      @Nullable CompletionStage<T> stage) {
    return stage instanceof CompletableFuture<T> future && future.getClass() != MINIMAL
        ? future
        : null;
  }

  /** Cancels a stage, if it can be. */
  static void cancel(CompletionStage<?> stage, boolean mayInterrupt) {
    if (stage instanceof Future<?> future && stage.getClass() != MINIMAL) {
      try {
        future.cancel(mayInterrupt);
      } catch (Throwable refused) { // it has gone its own way already, for us
        if (LOG.isDebugEnabled()) {
          LOG.debug("a stage could not be cancelled: {}", OneLine.all(refused, refused));
        }
      }
    }
  }
}
