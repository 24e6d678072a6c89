package io.retrykit.proxy;

import io.retrykit.annotation.Retryable;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the annotation that holds for a method: its own, one it overrides, or the interface's. */
final class Annotations {
  private final Set<Class<?>>
      interfaces; // the proxied one first, then what it extends, nearest first

  Annotations(Class<?> type) {
    this.interfaces = breadthFirst(type);
  }

  Set<Class<?>> interfaces() {
    return interfaces;
  }

  @Nullable
  Retryable find(Method method) {
    for (Class<?> type : interfaces) {
      for (Method declared : type.getDeclaredMethods()) {
        if (overrides(method, declared)) {
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

  /** Tells whether the method is the declared one or overrides it, generics erased. */
  private static boolean overrides(Method method, Method declared) {
    if (method.equals(declared)) {
      return true;
    }
    if (!method.getName().equals(declared.getName())
        || method.getParameterCount() != declared.getParameterCount()
        || method.getDeclaringClass() == declared.getDeclaringClass()
        || !declared.getDeclaringClass().isAssignableFrom(method.getDeclaringClass())) {
      return false;
    }
    for (int i = 0; i < method.getParameterCount(); i++) {
      if (!declared.getParameterTypes()[i].isAssignableFrom(method.getParameterTypes()[i])) {
        return false;
      }
    }
    return true;
  }

  /** Returns the annotation on an element, directly or through another annotation. */
  static @Nullable Retryable on(AnnotatedElement element) {
    @Nullable Retryable direct = element.getAnnotation(Retryable.class);
    if (direct != null) {
      return direct;
    }
    Set<Retryable> through = new HashSet<>();
    collect(element, through, new HashSet<>());
    if (through.size() > 1) {
      throw new IllegalArgumentException(element
          + " is @Retryable in two ways through its annotations, say which with one of its own: "
          + through);
    }
    return through.isEmpty() ? null : through.iterator().next();
  }

  private static void collect(AnnotatedElement element, Set<Retryable> found, Set<Class<?>> seen) {
    for (Annotation annotation : element.getAnnotations()) {
      Class<? extends Annotation> kind = annotation.annotationType();
      if (kind.getName().startsWith("java.lang.annotation.") || !seen.add(kind)) {
        continue;
      }
      @Nullable Retryable meta = kind.getAnnotation(Retryable.class);
      if (meta != null) {
        found.add(meta);
      } else {
        collect(kind, found, seen);
      }
    }
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
