package io.retrykit.circuitbreaker;

import io.retrykit.failure.Causes;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous call through a breaker, as the future its caller gets. Whichever ends first, the stage or this
 * future (cancelled, or timed out by {@link #orTimeout}), is what the breaker is told, once.
 */
final class AsyncCall<T extends @Nullable Object> extends CompletableFuture<T> {
  private final CircuitBreaker breaker;
  private final @Nullable Object lease;
  private final long start;
  private final AtomicBoolean told = new AtomicBoolean();

  AsyncCall(CircuitBreaker breaker, @Nullable Object lease, long start) {
    this.breaker = breaker;
    this.lease = lease;
    this.start = start;
  }

  /** Begins the call; the operation runs on this thread, and nothing it throws escapes. */
  @SuppressWarnings("FutureReturnValueIgnored") // neither step can fail, nobody waits for it
  void begin(Supplier<? extends CompletionStage<T>> operation) {
    try {
      CompletionStage<T> stage = Objects.requireNonNull(operation.get(), "operation returned null");
      // not whenComplete: it wraps every failure anew
      stage.handle((result, failure) -> {
        ended(result, failure);
        return true;
      });
      handle((result, failure) -> {
        left(stage, failure);
        return true;
      });
    } catch (Throwable failure) {
      broken(failure);
    }
  }

  /** The call has ended. */
  private void ended(T result, @Nullable Throwable failure) {
    if (failure != null) {
      broken(Causes.unwrap(failure));
      return;
    }
    try {
      if (told.compareAndSet(false, true)) {
        breaker.succeeded(lease, result, Calls.took(breaker, start));
      }
    } finally {
      complete(result); // whatever goes wrong here, somebody waits for it
    }
  }

  private void broken(Throwable failure) {
    try {
      if (told.compareAndSet(false, true)) {
        failed(failure);
      }
    } finally {
      completeExceptionally(failure);
    }
  }

  /** This future has been completed, by the call's end or by somebody else, who wants no more of it. */
  private void left(CompletionStage<T> stage, @Nullable Throwable failure) {
    if (!told.compareAndSet(false, true)) {
      return;
    }
    try {
      if (failure == null) {
        breaker.abandoned(lease);
      } else {
        failed(failure);
      }
    } finally {
      if (stage instanceof Future<?> future) {
        future.cancel(true);
      }
    }
  }

  private void failed(Throwable failure) {
    breaker.failed(
        lease, Outcome.ofFailure(failure), Verdict.noOpinion(), Calls.took(breaker, start));
  }
}
