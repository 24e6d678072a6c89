package io.retrykit.async.plugin;

import io.retrykit.async.AsyncRetry;
import io.retrykit.async.ReactiveRetry;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ReturnTypeAdapter;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;

/** The part of {@link ReactiveAdapter} that needs the jar of Reactive Streams. */
final class ReactiveMethods {
  private ReactiveMethods() {}

  static ReturnTypeAdapter.Adapted adapt(RetryPolicy policy, AdmissionRequest request) {
    AsyncRetry retry = StageAdapter.retry(policy, request);
    return invocation -> {
      Supplier<Publisher<Object>> attempts = () -> StageAdapter.invoke(invocation);
      return ReactiveRetry.publisher(ReactiveRetry.stream(retry, attempts));
    };
  }
}
