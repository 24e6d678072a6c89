package io.retrykit.async;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/**
 * Streams of the types of {@code org.reactivestreams}, which the AWS SDK, Reactor and RxJava have: taken by
 * {@link #stream}, given by {@link #publisher}. That jar is needed by this class alone. Stateless.
 */
@SuppressWarnings("exports") // who calls it has the jar, and nobody else is made to
public final class ReactiveRetry {
  private ReactiveRetry() {}

  /**
   * Returns a stream that is begun again when it fails; else as {@link AsyncRetry#stream}.
   *
   * @param operation begins an attempt: its publisher is subscribed to once; one that throws, or returns null, is a
   *     failed attempt
   */
  public static <T> RetryStream<T> stream(
      AsyncRetry retry, Supplier<? extends Publisher<T>> operation) {
    Objects.requireNonNull(operation, "operation");
    return Objects.requireNonNull(retry, "retry").stream(() -> flow(operation.get()));
  }

  /** Returns a publisher of {@code org.reactivestreams} as one of the JDK's, to resume a stream with for example. */
  public static <T> Flow.Publisher<T> flow(Publisher<T> publisher) {
    return FlowAdapters.toFlowPublisher(Objects.requireNonNull(publisher, "publisher"));
  }

  /** Returns a stream as a publisher of {@code org.reactivestreams}. */
  public static <T> Publisher<T> publisher(Flow.Publisher<T> stream) {
    return FlowAdapters.toPublisher(Objects.requireNonNull(stream, "stream"));
  }
}
