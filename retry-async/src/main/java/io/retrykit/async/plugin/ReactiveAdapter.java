package io.retrykit.async.plugin;

import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ReturnTypeAdapter;
import java.lang.reflect.Method;

/** Methods that return {@code org.reactivestreams.Publisher}, whose jar is asked for with the first of them. */
public final class ReactiveAdapter implements ReturnTypeAdapter {
  /** Makes one; for {@code ServiceLoader}. */
  public ReactiveAdapter() {}

  @Override
  public String name() {
    return "reactive-publisher";
  }

  @Override
  public boolean adapts(Class<?> returnType) {
    return returnType.getName().equals("org.reactivestreams.Publisher");
  }

  @Override
  public Adapted adapt(RetryPolicy policy, AdmissionRequest request, Method method) {
    return ReactiveMethods.adapt(policy, request);
  }
}
