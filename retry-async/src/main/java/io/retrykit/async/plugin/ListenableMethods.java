package io.retrykit.async.plugin;

import com.google.common.util.concurrent.ListenableFuture;
import io.retrykit.async.ListenableRetry;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ReturnTypeAdapter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The part of {@link ListenableAdapter} that needs Guava. */
final class ListenableMethods {
  private ListenableMethods() {}

  @SuppressWarnings({"FutureReturnValueIgnored", "NullAway"}) // the proxy hands it to its caller
  static ReturnTypeAdapter.Adapted adapt(RetryPolicy policy, AdmissionRequest request) {
    ListenableRetry retry = ListenableRetry.with(StageAdapter.retry(policy, request));
    return invocation -> {
      Supplier<ListenableFuture<@Nullable Object>> attempts = () -> StageAdapter.invoke(invocation);
      return retry.call(attempts);
    };
  }
}
