package io.retrykit.spi;

import io.retrykit.call.Operation;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.RetryPolicy;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Lets proxies retry methods whose result stands for a call still under way: futures, stages, publishers. */
public interface ReturnTypeAdapter extends Provider {
  /** Tells whether this adapter takes methods with this return type. */
  boolean adapts(Class<?> returnType);

  /**
   * Prepares one method; called when the proxy is made.
   *
   * @param policy what its calls are made under
   * @param request what guards and budget are asked about first
   * @param method the method of the interface
   */
  Adapted adapt(RetryPolicy policy, AdmissionRequest request, Method method);

  /** A method that has been prepared. */
  @FunctionalInterface
  interface Adapted {
    /**
     * Makes one call, attempts included.
     *
     * @param invocation makes one attempt: invokes the method and returns what it returns
     * @return what the proxy's caller gets
     * @throws Exception what the caller gets instead
     */
    @Nullable
    Object call(Operation<@Nullable Object, Exception> invocation) throws Exception;
  }
}
