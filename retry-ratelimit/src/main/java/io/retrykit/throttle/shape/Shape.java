package io.retrykit.throttle.shape;

import io.retrykit.throttle.hint.HeaderSource;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The accessors of one class, looked up once. Immutable. */
final class Shape {
  // the rows, in their order
  private static final int STATUSES = 0;
  private static final int CODES = 1;
  private static final int RESPONSES = 2;
  private static final int BODIES = 3;
  private static final int HEADER_LOOKUPS = 4;
  private static final int HEADERS = 5;
  private static final int KEYED_HEADERS = 6;
  private static final int LOOKUPS_IN_HEADERS = 7;
  private static final int TRAILERS = 8;

  private static final List<List<MethodHandle>> BLANK = Collections.nCopies(9, List.of());

  /**
   * Kept with the class, so that none is kept from being unloaded. The values are of the JDK's types alone: its classes
   * outlive an application that is redeployed, and must not keep the loader of this one.
   */
  private static final ClassValue<List<List<MethodHandle>>> ROWS = new ClassValue<>() {
    @Override
    protected List<List<MethodHandle>> computeValue(Class<?> type) {
      List<List<MethodHandle>> rows = List.of(
          Members.statuses(type),
          Members.codes(type),
          Members.responses(type),
          Members.bodies(type),
          Members.headerLookups(type),
          Members.headers(type),
          Members.keyedHeaders(type),
          Members.lookupsInHeaders(type),
          Members.trailers(type));
      return rows.equals(BLANK) ? BLANK : rows;
    }
  };

  private final Class<?> type;
  private final List<List<MethodHandle>> rows;

  private Shape(Class<?> type, List<List<MethodHandle>> rows) {
    this.type = type;
    this.rows = rows;
  }

  static Shape of(Class<?> type) {
    return new Shape(type, ROWS.get(type));
  }

  /** Tells whether objects of this class have nothing to ask for, as most exceptions have not. */
  static boolean isBlank(Class<?> type) {
    return ROWS.get(type) == BLANK;
  }

  /** Tells whether this is a response: it has a status, headers with names, and is not an exception. */
  boolean isResponse() {
    return !rows.get(STATUSES).isEmpty()
        && (!rows.get(HEADER_LOOKUPS).isEmpty() || !rows.get(KEYED_HEADERS).isEmpty())
        && !Throwable.class.isAssignableFrom(type);
  }

  int status(Object from) {
    for (MethodHandle getter : rows.get(STATUSES)) {
      int found = Values.status(Accessors.get(getter, from));
      if (found != 0) {
        return found;
      }
    }
    return 0;
  }

  void codes(Object from, List<String> into) {
    for (MethodHandle getter : rows.get(CODES)) {
      String word = Values.word(Accessors.get(getter, from));
      if (word != null) {
        into.add(word);
      }
    }
  }

  @Nullable
  String body(Object from) {
    for (MethodHandle getter : rows.get(BODIES)) {
      String text = Values.text(Accessors.get(getter, from));
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** Returns the objects that may know what this one does not: its response. */
  List<Object> responses(Object from) {
    List<Object> found = new ArrayList<>();
    for (MethodHandle getter : rows.get(RESPONSES)) {
      Object nested = Accessors.get(getter, from);
      Object inside = nested instanceof Optional<?> optional ? optional.orElse(null) : nested;
      if (inside != null && inside != from) {
        found.add(inside);
      }
    }
    return found;
  }

  /** Returns where the headers can be read, or null if this class has none. */
  @Nullable
  HeaderSource headers(Object from) {
    for (MethodHandle lookup : rows.get(HEADER_LOOKUPS)) {
      return name -> Values.header(Accessors.get(lookup, from, name));
    }
    for (MethodHandle getter : rows.get(HEADERS)) {
      Object held = Accessors.get(getter, from);
      HeaderSource source = held == null ? null : inside(held);
      if (source != null) {
        return source;
      }
    }
    for (MethodHandle getter : rows.get(TRAILERS)) {
      Object metadata = Accessors.get(getter, from);
      return metadata == null ? null : GrpcTrailers.of(metadata);
    }
    return null;
  }

  private static @Nullable HeaderSource inside(Object held) {
    if (held instanceof Map<?, ?> map) {
      return HeaderSource.of(map);
    }
    for (MethodHandle lookup : of(held.getClass()).rows.get(LOOKUPS_IN_HEADERS)) {
      return name -> Values.header(Accessors.get(lookup, held, name));
    }
    return null;
  }
}
