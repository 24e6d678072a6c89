package io.retrykit.async;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A publisher for one subscriber that sends what it is told to, whatever was asked for. */
final class HandPublisher implements Flow.Publisher<String> {
  private Flow.@Nullable Subscriber<? super String> subscriber;
  private long requested;
  private final AtomicInteger cancels = new AtomicInteger();
  private boolean sends;

  /** From now on it sends an element for each that is asked for, inside the request. */
  HandPublisher sendOnRequest() {
    sends = true;
    return this;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super String> one) {
    subscriber = one;
    one.onSubscribe(new Flow.Subscription() {
      @Override
      public void request(long n) {
        if (n <= 0) {
          one.onError(new IllegalArgumentException("theirs: " + n));
        } else {
          requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
          for (long i = 0; sends && i < n; i++) {
            one.onNext("x");
          }
        }
      }

      @Override
      public void cancel() {
        cancels.incrementAndGet();
      }
    });
  }

  private Flow.Subscriber<? super String> subscriber() {
    return Objects.requireNonNull(subscriber, "nobody has subscribed");
  }

  HandPublisher send(String... elements) {
    for (String element : elements) {
      subscriber().onNext(element);
    }
    return this;
  }

  HandPublisher fail(Throwable failure) {
    subscriber().onError(failure);
    return this;
  }

  HandPublisher complete() {
    subscriber().onComplete();
    return this;
  }

  long requested() {
    return requested;
  }

  boolean isCancelled() {
    return cancels() > 0;
  }

  int cancels() {
    return cancels.get();
  }
}
