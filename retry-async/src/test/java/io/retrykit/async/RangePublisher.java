package io.retrykit.async;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends the numbers from one to before the other, as they are asked for, by the book.
 *
 * @param failure what it fails with at the end; null if that is one
 */
record RangePublisher(
    long from, long to, Executor executor, @Nullable Throwable failure)
    implements Flow.Publisher<Long> {
  RangePublisher(long from, long to, Executor executor) {
    this(from, to, executor, null);
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Long> subscriber) {
    Range range = new Range(subscriber);
    subscriber.onSubscribe(range);
    range.begin();
  }

  private final class Range implements Flow.Subscription {
    private final Flow.Subscriber<? super Long> subscriber;
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicLong work = new AtomicLong(1); // onSubscribe is under way
    private long next = from;
    private volatile boolean over;
    private volatile long wrong = 1;

    Range(Flow.Subscriber<? super Long> subscriber) {
      this.subscriber = subscriber;
    }

    void begin() {
      if (work.decrementAndGet() > 0 || from >= to) {
        work.set(1);
        executor.execute(this::send);
      }
    }

    @Override
    public void request(long n) {
      if (n <= 0) {
        wrong = n;
      } else {
        wanted.updateAndGet(sum -> sum + n < 0 ? Long.MAX_VALUE : sum + n);
      }
      if (work.getAndIncrement() == 0) {
        executor.execute(this::send);
      }
    }

    @Override
    public void cancel() {
      over = true;
    }

    private void send() {
      long done = work.get();
      do {
        while (!over && wrong > 0 && next < to && wanted.get() > 0) {
          if (wanted.get() != Long.MAX_VALUE) {
            wanted.decrementAndGet();
          }
          subscriber.onNext(next++);
        }
        if (!over && wrong <= 0) {
          over = true;
          subscriber.onError(new IllegalArgumentException("rule 3.9: " + wrong));
        } else if (!over && next >= to) {
          over = true;
          if (failure == null) {
            subscriber.onComplete();
          } else {
            subscriber.onError(failure);
          }
        }
        done = work.addAndGet(-done);
      } while (done > 0);
    }
  }
}
