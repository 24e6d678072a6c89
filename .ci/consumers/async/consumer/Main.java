package consumer;

import io.retrykit.Retry;
import io.retrykit.annotation.Retryable;
import io.retrykit.async.AsyncRetry;
import io.retrykit.config.Policies;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.proxy.RetryProxy;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;

/** With retry-async, without Guava and Reactive Streams: a future, a blocking call, a stage behind a proxy, a stream. */
final class Main {
  public static void main(String[] arguments) throws Exception {
    RetryPolicy policy = Policies.load(Path.of(arguments[0])).get("plain");
    AsyncRetry retry = AsyncRetry.with(policy);

    Flaky<IOException> flaky = new Flaky<>(() -> new IOException("down"));
    flaky.answered(retry.call(() -> future(flaky)).get(10, TimeUnit.SECONDS));

    Flaky<IOException> blocking = new Flaky<>(() -> new IOException("down"));
    blocking.answered(retry.callBlocking(blocking, Runnable::run).get(10, TimeUnit.SECONDS));

    Flaky<IOException> behind = new Flaky<>(() -> new IOException("down"));
    Service service = RetryProxy.of(Service.class)
        .policy(policy)
        .lookup(MethodHandles.lookup())
        .wrap(() -> future(behind)); // unless the adapter is found, a failed stage is a result like any other
    behind.answered(service.ask().toCompletableFuture().get(10, TimeUnit.SECONDS));

    Flaky<IOException> streamed = new Flaky<>(() -> new IOException("down"));
    List<String> elements = retry.stream(() -> new OnSubscribe(streamed)).elements().toList();
    streamed.answered(String.join("", elements));

    Flaky<IOException> here = new Flaky<>(() -> new IOException("down"));
    here.answered(Retry.with(policy).call(here));
  }

  @Retryable
  interface Service {
    CompletionStage<String> ask();
  }

  static CompletableFuture<String> future(Flaky<IOException> flaky) {
    try {
      return CompletableFuture.completedFuture(flaky.call());
    } catch (IOException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** Ends, or fails, once somebody listens. */
  private static final class OnSubscribe extends SubmissionPublisher<String> {
    private final Flaky<IOException> flaky;

    OnSubscribe(Flaky<IOException> flaky) {
      this.flaky = flaky;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super String> subscriber) {
      super.subscribe(subscriber);
      try {
        submit(flaky.call());
        close();
      } catch (IOException failure) {
        closeExceptionally(failure);
      }
    }
  }
}
