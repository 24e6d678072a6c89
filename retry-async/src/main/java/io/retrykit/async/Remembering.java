package io.retrykit.async;

import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What one subscription has been sent. */
record Remembering<T, A>(
    A soFar,
    BiConsumer<? super A, ? super T> add,
    BiFunction<? super A, @Nullable Throwable, ? extends Flow.Publisher<T>> begin)
    implements Resumption<T> {
  @Override
  public void delivered(T element) {
    add.accept(soFar, element);
  }

  @Override
  public Flow.Publisher<T> resume(long delivered, T last, @Nullable Throwable failure) {
    return begin.apply(soFar, failure);
  }
}
