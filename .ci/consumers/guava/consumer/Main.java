package consumer;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.retrykit.annotation.Retryable;
import io.retrykit.async.AsyncRetry;
import io.retrykit.async.ListenableRetry;
import io.retrykit.async.ReactiveRetry;
import io.retrykit.config.Policies;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.proxy.RetryProxy;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** What retry-async does with Guava and Reactive Streams beside it: their futures and publishers, and behind a proxy. */
final class Main {
  public static void main(String[] arguments) throws Exception {
    RetryPolicy policy = Policies.load(Path.of(arguments[0])).get("plain");

    Flaky<IOException> flaky = new Flaky<>(() -> new IOException("down"));
    flaky.answered(ListenableRetry.with(policy).call(() -> future(flaky)).get(10, TimeUnit.SECONDS));

    Flaky<IOException> behind = new Flaky<>(() -> new IOException("down"));
    Service service = RetryProxy.of(Service.class)
        .policy(policy)
        .lookup(MethodHandles.lookup())
        .wrap(() -> future(behind));
    behind.answered(service.ask().get(10, TimeUnit.SECONDS));

    Flaky<IOException> streamed = new Flaky<>(() -> new IOException("down"));
    streamed.answered(String.join(
        "",
        ReactiveRetry.stream(AsyncRetry.with(policy), () -> publisher(streamed)).elements().toList()));
  }

  @Retryable
  interface Service {
    ListenableFuture<String> ask();
  }

  private static ListenableFuture<String> future(Flaky<IOException> flaky) {
    try {
      return Futures.immediateFuture(flaky.call());
    } catch (IOException failure) {
      return Futures.immediateFailedFuture(failure);
    }
  }

  /** Sends on the first request. */
  private static Publisher<String> publisher(Flaky<IOException> flaky) {
    return subscriber -> subscriber.onSubscribe(new Subscription() {
      private boolean sent;

      @Override
      public void request(long elements) {
        if (!sent) {
          sent = true;
          send(flaky, subscriber);
        }
      }

      @Override
      public void cancel() {
        sent = true;
      }
    });
  }

  private static void send(Flaky<IOException> flaky, Subscriber<? super String> subscriber) {
    try {
      subscriber.onNext(flaky.call());
      subscriber.onComplete();
    } catch (IOException failure) {
      subscriber.onError(failure);
    }
  }
}
