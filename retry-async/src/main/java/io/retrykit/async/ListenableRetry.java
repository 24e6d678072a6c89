package io.retrykit.async;

import com.google.common.util.concurrent.FluentFuture;
import com.google.common.util.concurrent.ListenableFuture;
import io.retrykit.call.Attempt;
import io.retrykit.policy.RetryPolicy;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls whose operations return Guava's futures, by the rules of {@link AsyncRetry}. The future of a call fails
 * with the last failure itself, as the cause of its {@code ExecutionException}; cancelling it cancels the attempt in
 * flight. Guava is needed by this class alone. Immutable, safe for use by many threads.
 */
@SuppressWarnings("exports") // who calls it has Guava, and nobody else is made to
public final class ListenableRetry {
  private final AsyncRetry retry;

  private ListenableRetry(AsyncRetry retry) {
    this.retry = retry;
  }

  /** Returns a retry under this policy. */
  public static ListenableRetry with(RetryPolicy policy) {
    return new ListenableRetry(AsyncRetry.with(policy));
  }

  /** Returns a retry as this one, with its executor, its scheduler, its hedging, its key and cost. */
  public static ListenableRetry with(AsyncRetry retry) {
    return new ListenableRetry(Objects.requireNonNull(retry, "retry"));
  }

  /** Returns the policy. */
  public RetryPolicy policy() {
    return retry.policy();
  }

  /**
   * Makes a call.
   *
   * @param operation begins an attempt and returns its future; one that throws, or returns null, is a failed attempt
   */
  public <T extends @Nullable Object> FluentFuture<T> call(
      Supplier<? extends ListenableFuture<T>> operation) {
    Objects.requireNonNull(operation, "operation");
    return ListenableCall.of(
        retry.call(() -> ListenableAttempt.of(operation.get(), policy())), policy());
  }

  /** Makes a call that is told which attempt it is; else as {@link #call}. */
  public <T extends @Nullable Object> FluentFuture<T> callWithAttempt(
      Function<? super Attempt, ? extends ListenableFuture<T>> operation) {
    Objects.requireNonNull(operation, "operation");
    return ListenableCall.of(
        retry.callWithAttempt(attempt -> ListenableAttempt.of(operation.apply(attempt), policy())),
        policy());
  }

  /** Returns a supplier that retries this one. */
  public <T extends @Nullable Object> Supplier<FluentFuture<T>> wrapSupplier(
      Supplier<? extends ListenableFuture<T>> supplier) {
    Objects.requireNonNull(supplier, "supplier");
    return () -> call(supplier);
  }

  /** Returns a function that retries this one. */
  public <A extends @Nullable Object, T extends @Nullable Object>
      Function<A, FluentFuture<T>> wrapFunction(
          Function<? super A, ? extends ListenableFuture<T>> function) {
    Objects.requireNonNull(function, "function");
    return argument -> {
      Supplier<ListenableFuture<T>> operation = () -> function.apply(argument);
      return call(operation);
    };
  }

  @Override
  public String toString() {
    return "ListenableRetry " + policy();
  }
}
