package io.retrykit.async;

import io.retrykit.call.Attempt;
import io.retrykit.failure.Causes;
import io.retrykit.loop.AttemptCall;
import io.retrykit.spi.ContextProvider;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One attempt of a {@link Volley}. It ends once: by itself, or because nobody wants it any more. */
final class Shot<T extends @Nullable Object>
    implements BiFunction<T, @Nullable Throwable, @Nullable Object> {
  final @Nullable Object granted;
  final long taken;
  final long started;
  private final Volley<T> volley;
  private final @Nullable Attempt attempt;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable CompletionStage<? extends T> stage;

  Shot(
      Volley<T> volley,
      @Nullable Attempt attempt,
      @Nullable Object granted,
      long taken,
      long started) {
    this.volley = volley;
    this.attempt = attempt;
    this.granted = granted;
    this.taken = taken;
    this.started = started;
  }

  /** Makes the attempt; an operation that throws is one whose stage has failed. */
  void begin(Object operation) {
    try {
      CompletionStage<? extends T> begun = volley.begin(operation, attempt);
      stage = begun;
      if (over.get()) { // stopped by somebody who saw no stage
        Stages.cancel(begun, true);
      }
      begun.handle(this); // not whenComplete: it wraps every failure anew
    } catch (Throwable thrown) {
      apply(null, thrown);
    }
  }

  @Override
  public @Nullable Object apply(@Nullable T result, @Nullable Throwable thrown) {
    ContextProvider.@Nullable Scope[] scopes = Contexts.restore(volley.context);
    try {
      if (!over.compareAndSet(false, true)) {
        volley.discard(result);
      } else if (thrown == null) {
        volley.returned(this, result);
      } else {
        volley.threw(this, Causes.unwrap(thrown));
      }
    } finally {
      Contexts.close(scopes);
    }
    return null;
  }

  /** Tells whether it has not ended, nor been stopped. */
  boolean isUnderWay() {
    return !over.get();
  }

  /** Nobody wants it any more. Tells whether it had not ended by itself: then it is to be cancelled. Calls nobody. */
  boolean stop() {
    return over.compareAndSet(false, true);
  }

  /** It has been stopped, and hears of it. */
  void cancel(boolean mayInterrupt) {
    AttemptCall.cancel(attempt);
    CompletionStage<? extends T> begun = stage;
    if (begun != null) {
      Stages.cancel(begun, mayInterrupt);
    }
  }
}
