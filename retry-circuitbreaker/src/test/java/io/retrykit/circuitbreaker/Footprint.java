package io.retrykit.circuitbreaker;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** How much a breaker holds on to: objects of its own package are counted, not weighed. */
final class Footprint {
  private static final Package OURS = CircuitBreaker.class.getPackage();

  private Footprint() {}

  /** Returns how many objects of this package can be reached from a breaker, or a lease. */
  static int objects(Object from) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>();
    seen.add(from);
    open.add(from);
    while (!open.isEmpty()) {
      Object next = open.remove();
      for (Class<?> type = next.getClass(); type != null; type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          follow(next, field, seen, open);
        }
      }
    }
    return seen.size();
  }

  private static void follow(Object from, Field field, Set<Object> seen, Deque<Object> open) {
    if (Modifier.isStatic(field.getModifiers())
        || field.getType().isPrimitive()
        || field.getDeclaringClass().getPackage() != OURS) {
      return;
    }
    try {
      field.setAccessible(true);
      Object to = field.get(from);
      if (to != null && to.getClass().getPackage() == OURS && seen.add(to)) {
        open.add(to);
      }
    } catch (IllegalAccessException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
