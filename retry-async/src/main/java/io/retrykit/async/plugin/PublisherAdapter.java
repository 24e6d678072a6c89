package io.retrykit.async.plugin;

import io.retrykit.call.Operation;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ReturnTypeAdapter;
import java.lang.reflect.Method;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Methods that return a {@code Flow.Publisher}, this very type: invoked anew for each attempt of each subscription. */
public final class PublisherAdapter implements ReturnTypeAdapter {
  /** Makes one; for {@code ServiceLoader}. */
  public PublisherAdapter() {}

  @Override
  public String name() {
    return "flow-publisher";
  }

  @Override
  public boolean adapts(Class<?> returnType) {
    return returnType == Flow.Publisher.class;
  }

  @Override
  public Adapted adapt(RetryPolicy policy, AdmissionRequest request, Method method) {
    return invocation -> StageAdapter.retry(policy, request).stream(attempts(invocation));
  }

  private static Supplier<Flow.Publisher<Object>> attempts(
      Operation<? extends @Nullable Object, Exception> invocation) {
    return () -> StageAdapter.invoke(invocation);
  }
}
