package io.retrykit.proxy;

import io.retrykit.annotation.Retryable;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the annotation that holds for a method: its own, one it overrides, or the interface's. */
final class Annotations {
  private final Set<Class<?>>
      interfaces; // the proxied one first, then what it extends, nearest first
  private final Overrides overrides;

  Annotations(Class<?> type) {
    this.interfaces = breadthFirst(type);
    this.overrides = new Overrides(interfaces);
  }

  Set<Class<?>> interfaces() {
    return interfaces;
  }

  @Nullable
  Retryable find(Method method) {
    for (Class<?> type : interfaces) {
      for (Method declared : type.getDeclaredMethods()) {
        if (overrides.same(method, declared)) {
          @Nullable Retryable own = on(declared);
          if (own != null) {
            return own;
          }
        }
      }
    }
    for (Class<?> type : interfaces) {
      @Nullable Retryable all = on(type);
      if (all != null) {
        return all;
      }
    }
    return null;
  }

  /** Returns the annotation on an element, directly or through another annotation. */
  static @Nullable Retryable on(AnnotatedElement element) {
    @Nullable Retryable direct = element.getAnnotation(Retryable.class);
    if (direct != null) {
      return direct;
    }
    Map<Retryable, String> through = new LinkedHashMap<>();
    collect(element, through, new HashSet<>());
    if (through.size() > 1) {
      throw new IllegalArgumentException(name(element) + " is @Retryable in two ways, through "
          + String.join(" and ", through.values())
          + ": say which with a @Retryable of its own");
    }
    return through.isEmpty() ? null : through.keySet().iterator().next();
  }

  /** Collects what is meant, with the first annotation that means it. */
  private static void collect(
      AnnotatedElement element, Map<Retryable, String> found, Set<Class<?>> seen) {
    for (Annotation annotation : element.getAnnotations()) {
      Class<? extends Annotation> kind = annotation.annotationType();
      if (kind.getName().startsWith("java.lang.annotation.") || !seen.add(kind)) {
        continue;
      }
      @Nullable Retryable meta = kind.getAnnotation(Retryable.class);
      if (meta != null) {
        found.putIfAbsent(meta, "@" + kind.getSimpleName());
      } else {
        collect(kind, found, seen);
      }
    }
  }

  private static String name(AnnotatedElement element) {
    return element instanceof Method method
        ? method.getDeclaringClass().getSimpleName() + "." + method.getName()
        : ((Class<?>) element).getSimpleName();
  }

  private static Set<Class<?>> breadthFirst(Class<?> type) {
    Set<Class<?>> all = new LinkedHashSet<>();
    Deque<Class<?>> next = new ArrayDeque<>();
    next.add(type);
    while (!next.isEmpty()) {
      Class<?> one = next.removeFirst();
      if (all.add(one)) {
        for (Class<?> above : one.getInterfaces()) {
          next.addLast(above);
        }
      }
    }
    return all;
  }
}
