package io.retrykit.proxy;

import io.retrykit.config.Policies;
import io.retrykit.policy.RetryPolicy;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;

/**
 * Makes an implementation of an interface that retries its {@link io.retrykit.annotation.Retryable} methods on a
 * target and passes the others through. Everything is checked, and every method prepared, when the proxy is made.
 * Immutable: each {@code with}-like method returns a new value.
 *
 * <p>The target's exceptions arrive as they are. {@code equals} is true for proxies of the same interface with equal
 * targets, {@code hashCode} is the target's. A default method is called on the target: what it calls there is not
 * retried a second time.
 *
 * @param <I> the interface
 */
public final class RetryProxy<I> {
  private final Class<I> type;
  private final RetryPolicy policy;
  private final Policies policies;
  private final MethodHandles.Lookup lookup;
  private final RequestMaker requests;

  private RetryProxy(
      Class<I> type,
      RetryPolicy policy,
      Policies policies,
      MethodHandles.Lookup lookup,
      RequestMaker requests) {
    this.type = type;
    this.policy = policy;
    this.policies = policies;
    this.lookup = lookup;
    this.requests = requests;
  }

  /**
   * Starts with an interface, the default policy, and the policies that jars plug in.
   *
   * @throws IllegalArgumentException if {@code type} is not an interface that a proxy can implement
   */
  public static <I> RetryProxy<I> of(Class<I> type) {
    Objects.requireNonNull(type, "type");
    if (!type.isInterface() || type.isAnnotation() || type.isSealed()) {
      throw new IllegalArgumentException(
          "type must be an interface that is not sealed, was " + type);
    }
    return new RetryProxy<>(
        type,
        RetryPolicy.defaults(),
        Policies.none(),
        MethodHandles.publicLookup(),
        RequestMaker.PLAIN);
  }

  /** Sets the policy that annotations start from where they name none. */
  public RetryProxy<I> policy(RetryPolicy newPolicy) {
    return new RetryProxy<>(
        type, Objects.requireNonNull(newPolicy, "policy"), policies, lookup, requests);
  }

  /** Sets where annotations that name a policy find it. */
  public RetryProxy<I> policies(Policies newPolicies) {
    return new RetryProxy<>(
        type, policy, Objects.requireNonNull(newPolicies, "policies"), lookup, requests);
  }

  /**
   * Lends access to an interface that is not public, or that its module does not export:
   * {@code lookup(MethodHandles.lookup())} from a class that can see it.
   */
  public RetryProxy<I> lookup(MethodHandles.Lookup newLookup) {
    return new RetryProxy<>(
        type, policy, policies, Objects.requireNonNull(newLookup, "lookup"), requests);
  }

  /** Sets what guards and budget are asked about: a host, a model, a tenant; the policy's name if not set. */
  public RetryProxy<I> forKey(String key) {
    return new RetryProxy<>(type, policy, policies, lookup, requests.withKey(key));
  }

  /**
   * Sets how much of a quota each attempt costs; 1 if not set.
   *
   * @param cost zero or more
   * @throws IllegalArgumentException if {@code cost} is negative
   */
  public RetryProxy<I> withCost(long cost) {
    return new RetryProxy<>(type, policy, policies, lookup, requests.withCost(cost));
  }

  /**
   * Makes the proxy.
   *
   * @throws IllegalArgumentException if an annotation is wrong, no method has one, or a method cannot be reached;
   *     names the method
   */
  public I wrap(I target) {
    Objects.requireNonNull(target, "target");
    Map<Method, MethodCall> calls =
        new ProxyMethods(type, policy, policies, lookup, requests).prepare(target);
    return type.cast(Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, new RetryHandler(type, target, calls)));
  }
}
