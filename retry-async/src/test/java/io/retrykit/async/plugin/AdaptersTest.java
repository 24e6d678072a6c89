package io.retrykit.async.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.FluentFuture;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.retrykit.annotation.Retryable;
import io.retrykit.async.AsyncRetry;
import io.retrykit.async.StreamIterator;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.proxy.RetryProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** SPEC 13.4, 23.12: methods whose results come later, retried without blocking. */
class AdaptersTest {
  /** Methods of every kind. */
  @Retryable(maxAttempts = 2, initialDelay = "1ms")
  interface Service {
    String now() throws IOException;

    CompletionStage<String> stage() throws IOException;

    CompletableFuture<String> future();

    ListenableFuture<String> listenable();

    FluentFuture<String> fluent();

    Flow.Publisher<String> publisher();

    Publisher<String> reactive();
  }

  /** One of a kind that cannot be cancelled into another attempt. */
  @Retryable
  interface Plain {
    Future<String> plain();
  }

  private final List<String> keys = new ArrayList<>();
  private int calls;

  private Service proxied() {
    Guard guard = new Guard() {
      @Override
      public String name() {
        return "journal";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        keys.add(request.key() + " " + request.cost());
        return Admission.granted();
      }
    };
    return RetryProxy.of(Service.class)
        .lookup(MethodHandles.lookup())
        .policy(RetryPolicy.builder().guard(guard).build())
        .forKey("tenant")
        .withCost(7)
        .wrap(new Failing());
  }

  private final class Failing implements Service {
    @Override
    public String now() throws IOException {
      if (++calls % 2 == 1) {
        throw new IOException("no");
      }
      return "v" + calls;
    }

    @Override
    public CompletionStage<String> stage() throws IOException {
      return CompletableFuture.completedFuture(now());
    }

    @Override
    public CompletableFuture<String> future() {
      return ++calls % 2 == 1
          ? CompletableFuture.failedFuture(new IOException("no"))
          : CompletableFuture.completedFuture("v" + calls);
    }

    @Override
    public ListenableFuture<String> listenable() {
      return fluent();
    }

    @Override
    public FluentFuture<String> fluent() {
      return FluentFuture.from(
          ++calls % 2 == 1
              ? Futures.immediateFailedFuture(new IOException("no"))
              : Futures.immediateFuture("v" + calls));
    }

    @Override
    public Flow.Publisher<String> publisher() {
      if (++calls % 2 == 1) {
        throw new UncheckedIOException(new IOException("no"));
      }
      SubmissionPublisher<String> sent = new SubmissionPublisher<>(Runnable::run, 1);
      String element = "v" + calls;
      return subscriber -> {
        sent.subscribe(subscriber);
        sent.submit(element);
        sent.close();
      };
    }

    @Override
    public Publisher<String> reactive() {
      return FlowAdapters.toPublisher(publisher());
    }
  }

  @Test
  void methodsOfEveryKind_areMadeAgain_besideEachOther() throws Exception {
    Service service = proxied();

    assertThat(service.now()).isEqualTo("v2");
    assertThat(service.stage().toCompletableFuture().get()).isEqualTo("v4");
    assertThat(service.future().get()).isEqualTo("v6");
    assertThat(service.listenable().get()).isEqualTo("v8");
    assertThat(service.fluent().get()).isEqualTo("v10");
    assertThat(elements(service.publisher())).containsExactly("v12");
    assertThat(elements(FlowAdapters.toFlowPublisher(service.reactive()))).containsExactly("v14");
    assertThat(keys).hasSize(14).containsOnly("tenant 7");
  }

  private static List<String> elements(Flow.Publisher<String> publisher) {
    try (StreamIterator<String> iterator =
        AsyncRetry.with(RetryPolicy.builder().build()).stream(() -> publisher).iterator()) {
      return ImmutableList.copyOf(iterator);
    }
  }

  /** SPEC 24.8: each subscription, and each attempt of it, is an invocation. */
  @Test
  void publisher_isInvokedForEachSubscription() {
    Flow.Publisher<String> publisher = proxied().publisher();
    assertThat(calls).isZero();
    assertThat(elements(publisher)).containsExactly("v2");
    assertThat(elements(publisher)).containsExactly("v4");
  }

  @Test
  void plainFuture_isRefused_whenTheProxyIsMade() {
    Plain target = () -> CompletableFuture.completedFuture("v");
    RetryProxy<Plain> proxy = RetryProxy.of(Plain.class).lookup(MethodHandles.lookup());

    assertThatThrownBy(() -> proxy.wrap(target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Plain.plain")
        .hasMessageContaining("returns Future");
  }

  @Test
  void methodThatThrowsByItself_failsTheFuture_notTheCaller() throws Exception {
    Service service = proxied();
    calls = -10;
    CompletionStage<String> stage = service.stage();

    assertThat(catchThrowable(() -> stage.toCompletableFuture().get())).isNull();
  }
}
