package io.retrykit.async;

import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is begun again when it fails, without ever repeating an element. Each subscription is a call of its own
 * under the policy. What fails before the first element is retried; after it the failure is passed on, unless
 * {@link #resumeWith} or {@link #resumeFrom} can go on from there. Immutable and safe for use by many threads.
 *
 * <p>Signals keep the rules of Reactive Streams: {@code onSubscribe} comes once for all attempts, no more elements come
 * than were asked for, signals come one after the other. What was asked for and has not come is asked of the next
 * attempt. Cancelling ends the attempt, or the pause. Of a publisher that fails more than once the first failure counts.
 *
 * <p>The policy's {@code attemptTimeout} is for the time until the first element of an attempt, as long as one is asked
 * for, and {@code maxDuration} for the time in which an attempt may begin, and wait for its first element: neither ends a
 * stream that flows. Guards hear of an attempt's end when the stream has ended; budget and listeners as of any call.
 *
 * @param <T> what it consists of; never null
 */
public final class RetryStream<T> implements Flow.Publisher<T> {
  private final StreamPlan<T> plan;

  RetryStream(StreamPlan<T> plan) {
    this.plan = plan;
  }

  /**
   * Returns one that knows what a whole stream has: an attempt that ends without an element this predicate accepts has
   * failed, with an {@link IncompleteStreamException}. Many streams need that: a connection that is closed in the middle
   * looks like an end. After such an element a failure is an end too; elements that still come are delivered.
   *
   * @param end is shown each element before it is delivered; what it throws ends the stream
   */
  public RetryStream<T> completeWhen(Predicate<? super T> end) {
    return new RetryStream<>(plan.with(Objects.requireNonNull(end, "end")));
  }

  /**
   * Returns one that is gone on with where it failed after its first element: under the policy, as one more attempt,
   * which the function begins instead of the operation. It replaces one set before.
   */
  public RetryStream<T> resumeWith(StreamResume<T> resume) {
    return new RetryStream<>(plan.with(Resumption.of(Objects.requireNonNull(resume, "resume"))));
  }

  /**
   * Returns one that is gone on with as {@link #resumeWith} does, from what has been delivered. It is added up for each
   * subscription apart, as elements are delivered: who reads by {@link #elements} may be some elements behind, and has no
   * say. For texts: {@code resumeFrom(StringBuilder::new, StringBuilder::append, (soFar, failure) -> ...)}.
   *
   * @param initially makes what nothing has been added to yet, when a subscription begins; what it throws, or null, ends
   *     the stream
   * @param add adds an element, before it is delivered; what it throws ends the stream
   * @param resume is given what was added up, and why the last attempt ended (null after an unnamed end), and returns what
   *     sends the rest; throwing, or returning null, is a failed attempt
   */
  public <A> RetryStream<T> resumeFrom(
      Supplier<A> initially,
      BiConsumer<? super A, ? super T> add,
      BiFunction<? super A, @Nullable Throwable, ? extends Flow.Publisher<T>> resume) {
    Objects.requireNonNull(initially, "initially");
    Objects.requireNonNull(add, "add");
    Objects.requireNonNull(resume, "resume");
    return new RetryStream<>(plan.with(Resumption.of(initially, add, resume)));
  }

  /**
   * Returns one whose attempts may send nothing for no longer than this, from an element to the next that is asked for;
   * then the attempt is cancelled, and has failed with a {@link GapTimeoutException}. The time the subscriber takes does
   * not count.
   *
   * @param gap more than zero
   */
  public RetryStream<T> gapTimeout(Duration gap) {
    Objects.requireNonNull(gap, "gap");
    if (gap.isNegative() || gap.isZero()) {
      throw new IllegalArgumentException("gap must be more than zero, was " + gap);
    }
    return new RetryStream<>(plan.with(Nanos.of("gap", gap)));
  }

  /** Makes a call: subscribes, and begins the first attempt on this thread. */
  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    new StreamCall<>(plan, Objects.requireNonNull(subscriber, "subscriber")).begin();
  }

  /** Subscribes, and lets the calling thread wait for the elements. Close it, unless it has come to its end. */
  public StreamIterator<T> iterator() {
    return StreamIterator.of(this);
  }

  /** Subscribes, and lets the calling thread wait for the elements; as {@link #iterator}. Close it: that cancels. */
  public Stream<T> elements() {
    StreamIterator<T> iterator = iterator();
    int kind = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, kind), false)
        .onClose(iterator::close);
  }

  @Override
  public String toString() {
    return "RetryStream " + plan.route().engine().policy();
  }
}
