package io.retrykit.async;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A subscriber that writes down what it is sent, and asks for nothing by itself. */
class Collector implements Flow.Subscriber<String> {
  private final List<String> signals = new ArrayList<>();
  private Flow.@Nullable Subscription subscription;
  private @Nullable Throwable failure;

  @Override
  public void onSubscribe(Flow.Subscription one) {
    subscription = one;
    signals.add("subscribed");
  }

  @Override
  public void onNext(String element) {
    signals.add(element);
  }

  @Override
  public void onError(Throwable thrown) {
    failure = thrown;
    signals.add(thrown.toString());
  }

  @Override
  public void onComplete() {
    signals.add("complete");
  }

  final void note(String line) {
    signals.add(line);
  }

  final void request(long n) {
    Objects.requireNonNull(subscription, "not subscribed").request(n);
  }

  final void cancel() {
    Objects.requireNonNull(subscription, "not subscribed").cancel();
  }

  final List<String> signals() {
    return signals;
  }

  final @Nullable Throwable failure() {
    return failure;
  }
}
