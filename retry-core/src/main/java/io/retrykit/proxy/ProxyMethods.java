package io.retrykit.proxy;

import io.retrykit.annotation.Retryable;
import io.retrykit.config.Policies;
import io.retrykit.extension.Extensions;
import io.retrykit.loop.Loop;
import io.retrykit.loop.Plan;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ReturnTypeAdapter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Prepares the methods of an interface, finding every mistake in it. */
final class ProxyMethods {
  /** Types that stand for a call still under way, as far as they are not in the JDK. */
  private static final List<String> ASYNC_NAMES = List.of(
      "org.reactivestreams.Publisher", "com.google.common.util.concurrent.ListenableFuture");

  private final Class<?> type;
  private final MethodHandles.Lookup lookup;
  private final RequestMaker requests;
  private final Annotations annotations;
  private final AnnotatedPolicy policy;
  private final Map<Retryable, Loop> loops = new HashMap<>();

  ProxyMethods(
      Class<?> type,
      RetryPolicy base,
      Policies policies,
      MethodHandles.Lookup lookup,
      RequestMaker requests) {
    this.requests = requests;
    this.type = type;
    this.lookup = lookup;
    this.annotations = new Annotations(type);
    this.policy = new AnnotatedPolicy(base, policies);
  }

  Map<Method, MethodCall> prepare(Object target) {
    rejectUnreachable();
    Map<Method, MethodCall> calls = new HashMap<>();
    boolean retries = false;
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers()) && !isObjects(method)) {
        @Nullable Retryable annotation = annotations.find(method);
        MethodHandle handle = handle(method, target);
        calls.put(
            method,
            annotation == null ? new MethodCall.Through(handle) : call(method, annotation, handle));
        retries |= annotation != null;
      }
    }
    if (!retries) {
      throw new IllegalArgumentException(
          type.getName()
              + " has no @Retryable method: nothing would be retried; annotate methods or the interface");
    }
    return Map.copyOf(calls);
  }

  /** A method that is never retried must not look as if it were. */
  private void rejectUnreachable() {
    for (Class<?> each : annotations.interfaces()) {
      for (Method method : each.getDeclaredMethods()) {
        boolean reachable =
            Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
        boolean refused = !reachable || isObjects(method);
        if (refused && !method.isSynthetic() && Annotations.on(method) != null) {
          throw new IllegalArgumentException("@Retryable on " + each.getSimpleName() + "."
              + method.getName() + ": "
              + (reachable ? "methods of Object" : "static and private methods")
              + " cannot be retried");
        }
      }
    }
  }

  private static boolean isObjects(Method method) {
    try {
      return Modifier.isPublic(
          Object.class.getMethod(method.getName(), method.getParameterTypes()).getModifiers());
    } catch (NoSuchMethodException other) {
      return false;
    }
  }

  private MethodHandle handle(Method method, Object target) {
    try {
      return lookup
          .unreflect(method)
          .bindTo(target)
          .asSpreader(Object[].class, method.getParameterCount())
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (IllegalAccessException hidden) {
      throw new IllegalArgumentException(
          name(method) + " cannot be reached: pass RetryProxy.of(" + type.getSimpleName()
              + ".class).lookup(MethodHandles.lookup()) from a class that can see it",
          hidden);
    }
  }

  private MethodCall call(Method method, Retryable annotation, MethodHandle handle) {
    Class<?> returned = method.getReturnType();
    for (ReturnTypeAdapter adapter : Extensions.of(ReturnTypeAdapter.class)) {
      if (adapter.adapts(returned)) {
        RetryPolicy made = policy.of(annotation, name(method));
        return new MethodCall.Adapted(handle, adapter.adapt(made, requests.of(made), method));
      }
    }
    if (isAsync(returned)) {
      throw new IllegalArgumentException(
          "@Retryable on " + name(method) + ": it returns " + returned.getSimpleName()
              + ", which needs a ReturnTypeAdapter: io.retrykit:retry-async must be on the path");
    }
    Loop loop = loop(annotation, method);
    return new MethodCall.Retried(
        handle, returned == void.class, loop, requests.of(loop.plan().policy()));
  }

  /** Methods that share an annotation share what it is made into, unless each needs a name of its own. */
  private Loop loop(Retryable annotation, Method method) {
    @Nullable Loop known = loops.get(annotation);
    RetryPolicy made = policy.of(annotation, name(method));
    if (known != null && known.plan().policy().name().equals(made.name())) {
      return known;
    }
    Loop loop = new Loop(Plan.of(made));
    loops.put(annotation, loop);
    return loop;
  }

  private static boolean isAsync(Class<?> returned) {
    if (CompletionStage.class.isAssignableFrom(returned)
        || Future.class.isAssignableFrom(returned)
        || Flow.Publisher.class.isAssignableFrom(returned)) {
      return true;
    }
    return ASYNC_NAMES.stream().anyMatch(name -> isNamed(returned, name));
  }

  private static boolean isNamed(@Nullable Class<?> type, String name) {
    if (type == null) {
      return false;
    }
    if (type.getName().equals(name) || isNamed(type.getSuperclass(), name)) {
      return true;
    }
    for (Class<?> above : type.getInterfaces()) {
      if (isNamed(above, name)) {
        return true;
      }
    }
    return false;
  }

  private String name(Method method) {
    return type.getSimpleName() + "." + method.getName();
  }
}
