package io.retrykit.async;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How one subscription is gone on with: what it has to remember of what was delivered, and what begins the rest. */
interface Resumption<T> {
  /** An element is about to be delivered. */
  void delivered(T element);

  /** Begins the next attempt. */
  Flow.Publisher<T> resume(long delivered, T last, @Nullable Throwable failure);

  /** Remembers nothing: one does for all subscriptions. */
  static <T> Supplier<Resumption<T>> of(StreamResume<T> resume) {
    Resumption<T> shared = new Resumption<>() {
      @Override
      public void delivered(T element) {}

      @Override
      public Flow.Publisher<T> resume(long delivered, T last, @Nullable Throwable failure) {
        return resume.resume(delivered, last, failure);
      }
    };
    return () -> shared;
  }

  /** Remembers in what the supplier makes. */
  static <T, A> Supplier<Resumption<T>> of(
      Supplier<A> initially,
      BiConsumer<? super A, ? super T> add,
      BiFunction<? super A, @Nullable Throwable, ? extends Flow.Publisher<T>> resume) {
    return () -> new Remembering<>(
        Objects.requireNonNull(initially.get(), "initially returned null"), add, resume);
  }
}
