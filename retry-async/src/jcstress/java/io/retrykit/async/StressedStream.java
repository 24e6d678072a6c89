package io.retrykit.async;

import static java.time.Duration.ofSeconds;

import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A stream of two attempts at most, subscribed to, that two threads are about to meet in. */
final class StressedStream implements Flow.Subscriber<String> {
  final HandTime time = new HandTime();
  final AtomicReferenceArray<Sender> attempts = new AtomicReferenceArray<>(2);
  final AtomicInteger begun = new AtomicInteger();
  final AtomicInteger elements = new AtomicInteger();
  final AtomicInteger ends = new AtomicInteger();
  final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger inside = new AtomicInteger();
  private volatile boolean overlapped;
  private volatile Flow.Subscription subscription;

  private StressedStream() {}

  /** The publisher of one attempt, and what it was asked for. */
  static final class Sender implements Flow.Publisher<String>, Flow.Subscription {
    final AtomicInteger asked = new AtomicInteger();
    volatile boolean cancelled;
    private volatile Flow.Subscriber<? super String> subscriber;

    @Override
    public void subscribe(Flow.Subscriber<? super String> one) {
      subscriber = one;
      one.onSubscribe(this);
    }

    @Override
    public void request(long n) {
      asked.addAndGet((int) n);
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    void send() {
      subscriber.onNext("element");
    }

    void fail() {
      subscriber.onError(new IllegalStateException("on purpose"));
    }
  }

  /** One whose first attempt has a second until its first element, and a second after each; no other follows. */
  static StressedStream timed() {
    StressedStream stream = new StressedStream();
    RetryPolicy policy = RetryPolicy.builder()
        .maxAttempts(1)
        .attemptTimeout(ofSeconds(1))
        .timebase(stream.time)
        .discovery(false)
        .build();
    return stream.begin(policy, ofSeconds(1).toNanos());
  }

  /** One that makes its second attempt at once. */
  static StressedStream retried() {
    StressedStream stream = new StressedStream();
    RetryPolicy policy = RetryPolicy.builder()
        .maxAttempts(2)
        .backoff(Backoff.none())
        .timebase(stream.time)
        .discovery(false)
        .build();
    return stream.begin(policy, 0);
  }

  private StressedStream begin(RetryPolicy policy, long gapNanos) {
    RetryStream<String> stream = AsyncRetry.with(policy)
        .withExecutor(Runnable::run)
        .stream(() -> {
          Sender sender = new Sender();
          attempts.set(begun.getAndIncrement(), sender);
          return sender;
        });
    (gapNanos == 0 ? stream : stream.gapTimeout(Duration.ofNanos(gapNanos)))
        .subscribe(this);
    return this;
  }

  Sender first() {
    return attempts.get(0);
  }

  void request(long n) {
    subscription.request(n);
  }

  void cancel() {
    subscription.cancel();
  }

  /** Tells whether two signals were under way at once. */
  boolean overlapped() {
    return overlapped;
  }

  private void signal(AtomicInteger kind) {
    if (inside.getAndIncrement() != 0) {
      overlapped = true;
    }
    kind.incrementAndGet();
    inside.getAndDecrement();
  }

  @Override
  public void onSubscribe(Flow.Subscription one) {
    subscription = one;
  }

  @Override
  public void onNext(String element) {
    signal(elements);
  }

  @Override
  public void onError(Throwable failure) {
    signal(failures);
  }

  @Override
  public void onComplete() {
    signal(ends);
  }
}
