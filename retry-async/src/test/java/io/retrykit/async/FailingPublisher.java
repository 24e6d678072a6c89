package io.retrykit.async;

import java.util.concurrent.Flow;

/** Sends nothing, and fails. */
record FailingPublisher(Throwable failure) implements Flow.Publisher<Long> {
  @Override
  public void subscribe(Flow.Subscriber<? super Long> subscriber) {
    subscriber.onSubscribe(new Flow.Subscription() {
      @Override
      public void request(long n) {}

      @Override
      public void cancel() {}
    });
    subscriber.onError(failure);
  }
}
