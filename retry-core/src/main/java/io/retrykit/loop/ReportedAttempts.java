package io.retrykit.loop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * How many attempts a client says it has made by itself: the public {@code numAttempts()} of AWS SDK exceptions, found
 * by its shape, so that nobody needs the SDK. Looked up once for each class; what is kept is a handle on the class
 * itself, so no class loader is pinned.
 */
final class ReportedAttempts {
  private static final MethodHandle NONE =
      MethodHandles.dropArguments(MethodHandles.constant(Number.class, null), 0, Throwable.class);

  private static final ClassValue<MethodHandle> ACCESSOR = new ClassValue<>() {
    @Override
    protected MethodHandle computeValue(Class<?> type) {
      return accessor(type);
    }
  };

  private ReportedAttempts() {}

  /** Returns the number, or 0 if the failure does not tell. */
  static int of(Throwable failure) {
    MethodHandle accessor = ACCESSOR.get(failure.getClass());
    if (accessor == NONE) {
      return 0;
    }
    try {
      @Nullable Number number = (@Nullable Number) accessor.invokeExact(failure);
      return number == null ? 0 : number.intValue();
    } catch (Throwable silent) { // an accessor that fails tells nothing
      return 0;
    }
  }

  private static MethodHandle accessor(Class<?> type) {
    try {
      Method method = type.getMethod("numAttempts");
      Class<?> returned = method.getReturnType();
      if (returned == int.class || returned == Integer.class) {
        return MethodHandles.publicLookup()
            .unreflect(method)
            .asType(MethodType.methodType(Number.class, Throwable.class));
      }
      return NONE;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError none) {
      return NONE;
    }
  }
}
