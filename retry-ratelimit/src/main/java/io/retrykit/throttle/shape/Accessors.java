package io.retrykit.throttle.shape;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URLConnection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds and calls public accessors. One that cannot be reached, or throws, says nothing. One that may read from a stream
 * or wait, as it declares, is not called: whoever waits for the verdict would wait for the server. An interrupt that ends one
 * that waits all the same stays set.
 */
final class Accessors {
  private static final MethodType GETTER = MethodType.genericMethodType(1);
  private static final MethodType LOOKUP = MethodType.genericMethodType(2);

  private Accessors() {}

  /** Returns a public method without arguments, callable with the object; null if there is none. */
  static @Nullable MethodHandle getter(Class<?> type, String name, Predicate<Method> fits) {
    MethodHandle handle = find(type, name, fits);
    return handle == null ? null : handle.asType(GETTER);
  }

  /** Returns a public method that takes a string, callable with the object and the string; null if there is none. */
  static @Nullable MethodHandle lookup(Class<?> type, String name) {
    MethodHandle handle = find(type, name, Accessors::returnsObject, String.class);
    return handle == null ? null : handle.asType(LOOKUP);
  }

  /**
   * The method may be declared by a public type above a class that is not: every type is tried that the class is of.
   */
  private static @Nullable MethodHandle find(
      Class<?> type, String name, Predicate<Method> fits, Class<?>... parameters) {
    if (URLConnection.class.isAssignableFrom(type)) {
      return null; // connects when it is asked for anything
    }
    Deque<Class<?>> left = new ArrayDeque<>();
    left.add(type);
    while (!left.isEmpty()) {
      Class<?> next = left.removeFirst();
      MethodHandle handle = declared(next, name, fits, parameters);
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
      Class<?> type, String name, Predicate<Method> fits, Class<?>... parameters) {
    if (!Modifier.isPublic(type.getModifiers()) || isOfTheJdk(type)) {
      return null;
    }
    try {
      Method method = type.getDeclaredMethod(name, parameters);
      boolean found = Modifier.isPublic(method.getModifiers())
          && !Modifier.isStatic(method.getModifiers())
          && !mayWait(method)
          && fits.test(method);
      return found ? MethodHandles.publicLookup().unreflect(method) : null;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError unreachable) {
      return null;
    }
  }

  /** Of the JDK's own, only the HTTP client has responses; the getters of others, of a URL say, may do anything. */
  private static boolean isOfTheJdk(Class<?> type) {
    return type.getName().startsWith("java.") && !type.getName().startsWith("java.net.http.");
  }

  private static boolean mayWait(Method method) {
    for (Class<?> thrown : method.getExceptionTypes()) {
      if (IOException.class.isAssignableFrom(thrown)
          || InterruptedException.class.isAssignableFrom(thrown)) {
        return true;
      }
    }
    return false;
  }

  private static boolean returnsObject(Method method) {
    return !method.getReturnType().isPrimitive();
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
      return nothing(silent);
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
      return nothing(silent);
    }
  }

  private static @Nullable Object nothing(Throwable silent) {
    if (silent instanceof InterruptedException) {
      Thread.currentThread().interrupt(); // it was the caller's
    }
    return null;
  }

  /** Finds and calls a getter of an object that is met too seldom to keep its shape. */
  static @Nullable Object get(Object from, String name) {
    return get(getter(from.getClass(), name, method -> method.getReturnType() != void.class), from);
  }
}
