package io.retrykit.proxy;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells which methods of an interface and those it extends are one and the same, type variables resolved: an overload
 * with a narrower parameter is another method, and must not be retried because its neighbour is. Immutable.
 */
final class Overrides {
  private final Map<TypeVariable<?>, Type> bound = new HashMap<>();

  Overrides(Collection<Class<?>> interfaces) {
    for (Class<?> type : interfaces) {
      for (Type above : type.getGenericInterfaces()) {
        if (above instanceof ParameterizedType generic) {
          bind(((Class<?>) generic.getRawType()).getTypeParameters(), generic);
        }
      }
    }
  }

  private void bind(TypeVariable<?>[] variables, ParameterizedType generic) {
    for (int i = 0; i < variables.length; i++) {
      bound.put(variables[i], generic.getActualTypeArguments()[i]);
    }
  }

  /** Tells whether an implementation of one is an implementation of the other. */
  boolean same(Method one, Method other) {
    return one.getName().equals(other.getName())
        && (Arrays.equals(one.getParameterTypes(), other.getParameterTypes()) // bridges among them
            || Arrays.equals(parameters(one), parameters(other)));
  }

  private Object[] parameters(Method method) {
    return Arrays.stream(method.getGenericParameterTypes()).map(this::erased).toArray();
  }

  private Class<?> erased(Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    if (type instanceof ParameterizedType generic) {
      return erased(generic.getRawType());
    }
    if (type instanceof GenericArrayType array) {
      return erased(array.getGenericComponentType()).arrayType();
    }
    if (type instanceof WildcardType wildcard) {
      return erased(wildcard.getUpperBounds()[0]);
    }
    TypeVariable<?> variable = (TypeVariable<?>) type;
    return erased(bound.getOrDefault(variable, variable.getBounds()[0]));
  }
}
