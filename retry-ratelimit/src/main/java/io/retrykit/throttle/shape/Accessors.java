package io.retrykit.throttle.shape;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds and calls public accessors. One that cannot be reached, or throws, says nothing. */
final class Accessors {
  private static final MethodType GETTER = MethodType.genericMethodType(1);
  private static final MethodType LOOKUP = MethodType.genericMethodType(2);

  private Accessors() {}

  /** Returns a public method without arguments, callable with the object; null if there is none. */
  static @Nullable MethodHandle getter(Class<?> type, String name, Predicate<Class<?>> returned) {
    MethodHandle handle = find(type, name, returned);
    return handle == null ? null : handle.asType(GETTER);
  }

  /** Returns a public method that takes a string, callable with the object and the string; null if there is none. */
  static @Nullable MethodHandle lookup(Class<?> type, String name) {
    MethodHandle handle = find(type, name, Accessors::isObject, String.class);
    return handle == null ? null : handle.asType(LOOKUP);
  }

  /**
   * The method may be declared by a public type above a class that is not: every type is tried that the class is of.
   */
  private static @Nullable MethodHandle find(
      Class<?> type, String name, Predicate<Class<?>> returned, Class<?>... parameters) {
    Deque<Class<?>> left = new ArrayDeque<>();
    left.add(type);
    while (!left.isEmpty()) {
      Class<?> next = left.removeFirst();
      MethodHandle handle = declared(next, name, returned, parameters);
      if (handle != null) {
        return handle;
      }
      if (next.getSuperclass() != null) {
        left.addLast(next.getSuperclass());
      }
      for (Class<?> above : next.getInterfaces()) {
        left.addLast(above);
      }
    }
    return null;
  }

  private static @Nullable MethodHandle declared(
      Class<?> type, String name, Predicate<Class<?>> returned, Class<?>... parameters) {
    if (!Modifier.isPublic(type.getModifiers())) {
      return null;
    }
    try {
      Method method = type.getDeclaredMethod(name, parameters);
      boolean fits = Modifier.isPublic(method.getModifiers())
          && !Modifier.isStatic(method.getModifiers())
          && returned.test(method.getReturnType());
      return fits ? MethodHandles.publicLookup().unreflect(method) : null;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError unreachable) {
      return null;
    }
  }

  static boolean isObject(Class<?> type) {
    return !type.isPrimitive();
  }

  /** Calls a getter; null if it throws. */
  static @Nullable Object get(@Nullable MethodHandle getter, Object from) {
    if (getter == null) {
      return null;
    }
    try {
      return (@Nullable Object) getter.invokeExact(from);
    } catch (
        Throwable
            silent) { // whatever it is: the failure being judged matters more than who judges it
      return null;
    }
  }

  /** Calls a look-up; null if it throws. */
  static @Nullable Object get(@Nullable MethodHandle lookup, Object from, String name) {
    if (lookup == null) {
      return null;
    }
    try {
      return (@Nullable Object) lookup.invokeExact(from, (Object) name);
    } catch (Throwable silent) {
      return null;
    }
  }

  /** Finds and calls a getter of an object that is met too seldom to keep its shape. */
  static @Nullable Object get(Object from, String name) {
    return get(getter(from.getClass(), name, type -> type != void.class), from);
  }
}
