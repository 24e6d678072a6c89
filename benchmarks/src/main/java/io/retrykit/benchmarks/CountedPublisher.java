package io.retrykit.benchmarks;

import java.util.concurrent.Flow;

/** Sends one element so many times, as it is asked for, on the thread that asks. */
record CountedPublisher(long elements) implements Flow.Publisher<Object> {
  @Override
  public void subscribe(Flow.Subscriber<? super Object> subscriber) {
    subscriber.onSubscribe(new Sender(subscriber));
  }

  private final class Sender implements Flow.Subscription {
    private final Flow.Subscriber<? super Object> subscriber;
    private long wanted;
    private long sent;
    private boolean sending;
    private boolean over;

    Sender(Flow.Subscriber<? super Object> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
      if (sending) {
        return;
      }
      sending = true;
      while (!over && sent < wanted) {
        sent++;
        subscriber.onNext("element");
        if (sent == elements) {
          over = true;
          subscriber.onComplete();
        }
      }
      sending = false;
    }

    @Override
    public void cancel() {
      over = true;
    }
  }
}
