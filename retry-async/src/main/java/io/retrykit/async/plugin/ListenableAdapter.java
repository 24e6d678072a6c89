package io.retrykit.async.plugin;

import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ReturnTypeAdapter;
import java.lang.reflect.Method;
import java.util.Set;

/** Methods that return Guava's futures. Guava is asked for with the first such method, and so there then. */
public final class ListenableAdapter implements ReturnTypeAdapter {
  private static final Set<String> TYPES = Set.of(
      "com.google.common.util.concurrent.ListenableFuture",
      "com.google.common.util.concurrent.FluentFuture");

  /** Makes one; for {@code ServiceLoader}. */
  public ListenableAdapter() {}

  @Override
  public String name() {
    return "listenable-future";
  }

  @Override
  public boolean adapts(Class<?> returnType) {
    return TYPES.contains(returnType.getName());
  }

  @Override
  public Adapted adapt(RetryPolicy policy, AdmissionRequest request, Method method) {
    return ListenableMethods.adapt(policy, request);
  }
}
