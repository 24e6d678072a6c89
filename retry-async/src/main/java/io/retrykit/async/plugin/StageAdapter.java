package io.retrykit.async.plugin;

import io.retrykit.async.AsyncRetry;
import io.retrykit.call.Operation;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.loop.Sneaky;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ReturnTypeAdapter;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Methods that return a {@code CompletionStage} or a {@code CompletableFuture}, these very types. */
public final class StageAdapter implements ReturnTypeAdapter {
  /** Makes one; for {@code ServiceLoader}. */
  public StageAdapter() {}

  @Override
  public String name() {
    return "completion-stage";
  }

  @Override
  public boolean adapts(Class<?> returnType) {
    return returnType == CompletionStage.class || returnType == CompletableFuture.class;
  }

  @Override
  @SuppressWarnings({"FutureReturnValueIgnored", "NullAway"}) // the proxy hands it to its caller
  public Adapted adapt(RetryPolicy policy, AdmissionRequest request, Method method) {
    AsyncRetry retry = retry(policy, request);
    return (Operation<@Nullable Object, Exception> invocation) -> retry.call(attempts(invocation));
  }

  static AsyncRetry retry(RetryPolicy policy, AdmissionRequest request) {
    return AsyncRetry.with(policy).forKey(request.key()).withCost(request.cost());
  }

  private static Supplier<CompletionStage<@Nullable Object>> attempts(
      Operation<? extends @Nullable Object, Exception> invocation) {
    return () -> invoke(invocation);
  }

  /** Makes one attempt; what the method declares to throw is thrown, and is the attempt's failure. */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  static <F> F invoke(Operation<? extends @Nullable Object, Exception> invocation) {
    try {
      return (F) invocation.call();
    } catch (Exception failure) {
      throw Sneaky.raise(failure);
    }
  }
}
