package io.retrykit.async;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The elements of one subscription, waited for by the calling thread. Holds a few of them at most; asks for more as they
 * are taken. {@link #close} cancels the subscription. For one thread, but for {@code close}, which any may call.
 *
 * <p>What the stream fails with is thrown after the elements before it: itself if it is unchecked, an
 * {@code IOException} in an {@code UncheckedIOException}, any other in a {@code CompletionException}. An interrupt while
 * it waits cancels the subscription, keeps the flag, and throws a {@code CancellationException}.
 */
public final class StreamIterator<T> implements Iterator<T>, AutoCloseable {
  private static final int MOST = 32;
  private static final int HALF = MOST / 2;
  private static final Object END = new Object();

  private final BlockingQueue<Object> queue =
      new ArrayBlockingQueue<>(MOST + 2); // and an end, twice
  private final Receiver receiver = new Receiver();
  private int taken;
  private @Nullable Object next;

  private StreamIterator() {}

  static <T> StreamIterator<T> of(Flow.Publisher<T> stream) {
    StreamIterator<T> iterator = new StreamIterator<>();
    stream.subscribe(iterator.receiver);
    return iterator;
  }

  private record Failed(Throwable failure) {}

  private final class Receiver implements Flow.Subscriber<T> {
    private volatile Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription one) {
      subscription = one;
      one.request(MOST);
    }

    @Override
    public void onNext(T element) {
      queue.add(element);
    }

    @Override
    public void onError(Throwable failure) {
      queue.add(new Failed(failure));
    }

    @Override
    public void onComplete() {
      queue.add(END);
    }

    void request(long n) {
      Flow.Subscription one = subscription;
      if (one != null) {
        one.request(n);
      }
    }

    void cancel() {
      Flow.Subscription one = subscription;
      if (one != null) {
        one.cancel();
      }
    }
  }

  /** Waits for the next element, or the end. */
  @Override
  public boolean hasNext() {
    if (next == null) {
      next = take();
    }
    if (next instanceof Failed failed) {
      throw thrown(failed.failure());
    }
    return next != END;
  }

  private Object take() {
    try {
      Object one = queue.take();
      if (one != END && !(one instanceof Failed) && ++taken == HALF) {
        taken = 0;
        receiver.request(HALF);
      }
      return one;
    } catch (InterruptedException interrupt) {
      close();
      Thread.currentThread().interrupt();
      CancellationException cancelled =
          new CancellationException("interrupted while it waited for an element");
      cancelled.initCause(interrupt);
      throw cancelled;
    }
  }

  private static RuntimeException thrown(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    throw failure instanceof IOException io
        ? new UncheckedIOException(io)
        : new CompletionException(failure);
  }

  @Override
  @SuppressWarnings("unchecked") // neither of the two that are not elements
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the stream has ended");
    }
    Object element = Objects.requireNonNull(next);
    next = null;
    return (T) element;
  }

  /** Cancels the subscription; no element comes any more. Closing again does nothing. */
  @Override
  public void close() {
    receiver.cancel();
    queue.clear();
    queue.offer(END); // for a thread that waits
  }
}
