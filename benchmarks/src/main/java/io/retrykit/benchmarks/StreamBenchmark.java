package io.retrykit.benchmarks;

import io.retrykit.async.AsyncRetry;
import io.retrykit.async.RetryStream;
import io.retrykit.policy.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.Flow;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does each of a million elements cost on its way through a retried stream? The publisher is as cheap as one can be
 * that keeps the rules: on one thread, with a count of what was asked for. {@code java -jar benchmarks.jar Stream -prof gc}
 */
@State(Scope.Thread)
public class StreamBenchmark extends NanosPerCall {
  private static final int ELEMENTS = 1_000_000;
  private static final int ASKED_AT_ONCE = 256;

  private final Flow.Publisher<Object> bare = new CountedPublisher(ELEMENTS);
  private final RetryStream<Object> stream =
      AsyncRetry.with(RetryPolicy.builder().discovery(false).build()).stream(() -> bare);
  private final RetryStream<Object> watched = stream.gapTimeout(Duration.ofMinutes(1));
  private final RetryStream<Object> resumable =
      stream.completeWhen(element -> true).resumeWith((delivered, last, failure) -> bare);

  private static long read(Flow.Publisher<Object> publisher) {
    CountingSubscriber subscriber = new CountingSubscriber(ASKED_AT_ONCE);
    publisher.subscribe(subscriber);
    if (subscriber.count() != ELEMENTS || !subscriber.isComplete()) {
      throw new IllegalStateException("got " + subscriber.count() + " elements of " + ELEMENTS);
    }
    return subscriber.count();
  }

  /** The publisher itself. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long bare() {
    return read(bare);
  }

  /** Through a stream. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long stream() {
    return read(stream);
  }

  /** Through one that knows its end, and can be gone on with. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long resumable() {
    return read(resumable);
  }

  /** Through one that watches the gaps: a clock reading for each element, and each time it asks for more. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long watched() {
    return read(watched);
  }
}
