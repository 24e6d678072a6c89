package io.retrykit.throttle.shape;

import io.retrykit.throttle.hint.HeaderSource;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** The trailers of a gRPC failure, an {@code io.grpc.Metadata}, which is asked by keys of its own making. */
final class GrpcTrailers {
  private static final String METADATA = "io.grpc.Metadata";

  private GrpcTrailers() {}

  static @Nullable HeaderSource of(Object metadata) {
    Class<?> type = metadata.getClass();
    if (!type.getName().equals(METADATA)) {
      return null;
    }
    try {
      Class<?> keyType = Class.forName(METADATA + "$Key", false, type.getClassLoader());
      Class<?> marshallerType =
          Class.forName(METADATA + "$AsciiMarshaller", false, type.getClassLoader());
      Object marshaller = type.getField("ASCII_STRING_MARSHALLER").get(null);
      MethodHandle key = unreflect(keyType.getMethod("of", String.class, marshallerType));
      MethodHandle get = unreflect(type.getMethod("get", keyType));
      return name -> first(metadata, marshaller, key, get, name);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError other) {
      return null;
    }
  }

  private static MethodHandle unreflect(Method method) throws IllegalAccessException {
    return MethodHandles.publicLookup().unreflect(method);
  }

  private static @Nullable String first(
      Object metadata,
      @Nullable Object marshaller,
      MethodHandle key,
      MethodHandle get,
      String name) {
    try {
      return Values.header(get.invoke(metadata, key.invoke(name, marshaller)));
    } catch (Throwable silent) {
      return null;
    }
  }
}
