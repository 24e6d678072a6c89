package io.retrykit;

import io.retrykit.call.Action;
import io.retrykit.call.AttemptOperation;
import io.retrykit.call.Operation;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.loop.ActionCall;
import io.retrykit.loop.AttemptCall;
import io.retrykit.loop.Loop;
import io.retrykit.loop.Plan;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.proxy.RetryProxy;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls under a policy, on the calling thread. Make one for each policy and share it: it is immutable and safe
 * for use by many threads.
 *
 * <p>A call ends with the operation's result, or with the very exception its last attempt threw, earlier failures
 * attached as one suppressed {@link io.retrykit.failure.RetryHistory}. Interrupting the thread ends the pause and the
 * retrying. An {@code attemptTimeout} works by interrupting the attempt and cannot stop code that ignores interrupts,
 * as the AWS SDK's synchronous clients do: set the client's own attempt timeout for those.
 */
public final class Retry {
  private final Loop loop;
  private final AdmissionRequest request;

  private Retry(Loop loop, AdmissionRequest request) {
    this.loop = loop;
    this.request = request;
  }

  /** Returns a retry under this policy. Finds plugged-in classifiers and listeners now, not per call. */
  public static Retry with(RetryPolicy policy) {
    Plan plan = Plan.of(Objects.requireNonNull(policy, "policy"));
    return new Retry(new Loop(plan), plan.firstRequest());
  }

  /** Returns the policy. */
  public RetryPolicy policy() {
    return loop.plan().policy();
  }

  /**
   * Returns a retry whose guards and budget are asked about something narrower than the policy: a host, a model, a
   * tenant.
   *
   * @param key what the calls are about
   */
  public Retry forKey(String key) {
    Objects.requireNonNull(key, "key");
    return new Retry(loop, AdmissionRequest.first(key, request.cost(), request.remainingNanos()));
  }

  /**
   * Returns a retry whose attempts cost more or less of a quota than 1, for example in tokens.
   *
   * @param cost zero or more, in the quota's unit
   * @throws IllegalArgumentException if {@code cost} is negative
   */
  public Retry withCost(long cost) {
    return new Retry(loop, AdmissionRequest.first(request.key(), cost, request.remainingNanos()));
  }

  /**
   * Makes a call.
   *
   * @return the first acceptable result, or the last one if none was acceptable
   * @throws E what the last attempt threw, itself
   * @throws io.retrykit.call.AttemptRefusedException if a guard refused an attempt
   * @throws io.retrykit.call.AttemptTimeoutException if the last attempt took longer than allowed
   * @throws io.retrykit.call.RetryExhaustedException if the last result was not acceptable and the policy asks for this
   * @throws java.util.concurrent.CancellationException if the thread was interrupted after an unacceptable result, or
   *     while it waited for a first attempt
   */
  public <T extends @Nullable Object, E extends Exception> T call(Operation<T, E> operation)
      throws E {
    return loop.call(Objects.requireNonNull(operation, "operation"), request);
  }

  /**
   * Makes a call that has no result. Throws as {@link #call} does.
   *
   * @throws E what the last attempt threw, itself
   */
  public <E extends Exception> void run(Action<E> action) throws E {
    Objects.requireNonNull(action, "action");
    loop.call(new ActionCall<>(action), request);
  }

  /**
   * Makes a call that is told which attempt it is. Throws as {@link #call} does.
   *
   * @throws E what the last attempt threw, itself
   */
  public <T extends @Nullable Object, E extends Exception> T callWithAttempt(
      AttemptOperation<T, E> operation) throws E {
    Objects.requireNonNull(operation, "operation");
    return loop.call(new AttemptCall<>(operation, loop.plan()), request);
  }

  /**
   * Makes a call, and answers in its place if it ends in an exception. An {@code Error} is thrown. After an interrupt
   * the flag is still set when the fallback is asked.
   *
   * @param fallback makes a result from what the call ended with; what it throws is thrown
   */
  public <T extends @Nullable Object> T callOrElse(
      Operation<? extends T, ?> operation, Function<? super Exception, ? extends T> fallback) {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(fallback, "fallback");
    try {
      return loop.call(operation, request);
    } catch (Exception failure) {
      return fallback.apply(failure);
    }
  }

  /** Returns a supplier that retries this one. */
  public <T extends @Nullable Object> Supplier<T> wrapSupplier(Supplier<T> supplier) {
    Operation<T, RuntimeException> operation = Objects.requireNonNull(supplier, "supplier")::get;
    return () -> loop.call(operation, request);
  }

  /** Returns a callable that retries this one. */
  public <T extends @Nullable Object> Callable<T> wrapCallable(Callable<T> callable) {
    Operation<T, Exception> operation = Objects.requireNonNull(callable, "callable")::call;
    return () -> loop.call(operation, request);
  }

  /** Returns a function that retries this one. */
  public <A extends @Nullable Object, T extends @Nullable Object> Function<A, T> wrapFunction(
      Function<A, T> function) {
    Objects.requireNonNull(function, "function");
    return argument -> {
      Operation<T, RuntimeException> operation = () -> function.apply(argument);
      return loop.call(operation, request);
    };
  }

  /** Returns a runnable that retries this one. */
  public Runnable wrapRunnable(Runnable runnable) {
    ActionCall<RuntimeException> operation =
        new ActionCall<>(Objects.requireNonNull(runnable, "runnable")::run);
    return () -> loop.call(operation, request);
  }

  /** Returns an operation that retries this one; a checked exception keeps its type. */
  public <T extends @Nullable Object, E extends Exception> Operation<T, E> wrapOperation(
      Operation<T, E> operation) {
    Objects.requireNonNull(operation, "operation");
    return () -> loop.call(operation, request);
  }

  /**
   * Returns the steps of one call for a loop of one's own.
   *
   * @throws IllegalArgumentException if the policy has guards, a budget, result rules or an attempt timeout, which need
   *     to see successes and attempts
   */
  public RetryContext context() {
    return new RetryContext(loop.plan());
  }

  /**
   * Returns an implementation of an interface whose {@link io.retrykit.annotation.Retryable} methods are retried on
   * the target. What an annotation leaves open comes from this retry's policy. For interfaces that are not public, or
   * not exported, and for policies by name, see {@link RetryProxy}.
   *
   * @throws IllegalArgumentException if an annotation is wrong, or no method has one; names the method
   */
  public <I> I proxy(Class<I> type, I target) {
    RetryProxy<I> proxy = RetryProxy.of(type).policy(policy()).withCost(request.cost());
    boolean keyed = !request.key().equals(policy().name());
    return (keyed ? proxy.forKey(request.key()) : proxy).wrap(target);
  }

  @Override
  public String toString() {
    return "Retry " + policy();
  }
}
