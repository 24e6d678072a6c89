package io.retrykit.benchmarks;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Counts elements, and asks for a number of them at a time. */
final class CountingSubscriber implements Flow.Subscriber<Object> {
  private final int atOnce;
  private Flow.@Nullable Subscription subscription;
  private long count;
  private int left;
  private boolean complete;

  CountingSubscriber(int atOnce) {
    this.atOnce = atOnce;
  }

  @Override
  public void onSubscribe(Flow.Subscription one) {
    subscription = one;
    left = atOnce;
    one.request(atOnce);
  }

  @Override
  public void onNext(Object element) {
    count++;
    if (--left == 0 && subscription != null) {
      left = atOnce;
      subscription.request(atOnce);
    }
  }

  @Override
  public void onError(Throwable failure) {
    throw new IllegalStateException(failure);
  }

  @Override
  public void onComplete() {
    complete = true;
  }

  long count() {
    return count;
  }

  boolean isComplete() {
    return complete;
  }
}
