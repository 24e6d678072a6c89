package io.retrykit.throttle.shape;

import io.retrykit.throttle.hint.HeaderSource;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The accessors of one class, looked up once. Immutable. */
final class Shape {
  /** What is looked up, in the order of the rows that it is kept in. */
  private enum Row {
    STATUSES(Members::statuses),
    CODES(Members::codes),
    RESPONSES(Members::responses),
    BODIES(Members::bodies),
    HEADER_LOOKUPS(Members::headerLookups),
    HEADERS(Members::headers),
    KEYED_HEADERS(Members::keyedHeaders),
    LOOKUPS_IN_HEADERS(Members::lookupsInHeaders),
    TRAILERS(Members::trailers);

    private final Function<Class<?>, List<MethodHandle>> find;

    Row(Function<Class<?>, List<MethodHandle>> find) {
      this.find = find;
    }
  }

  /**
   * Kept with the class, so that none is kept from being unloaded. The values are of the JDK's types alone: its classes
   * outlive an application that is redeployed, and must not keep the loader of this one.
   */
  private static final ClassValue<MethodHandle[][]> ROWS = new ClassValue<>() {
    @Override
    protected MethodHandle[][] computeValue(Class<?> type) {
      Row[] kinds = Row.values();
      MethodHandle[][] rows = new MethodHandle[kinds.length][];
      for (Row row : kinds) {
        rows[row.ordinal()] = row.find.apply(type).toArray(new MethodHandle[0]);
      }
      return rows;
    }
  };

  private final Class<?> type;
  private final MethodHandle[][] rows;

  private Shape(Class<?> type, MethodHandle[][] rows) {
    this.type = type;
    this.rows = rows;
  }

  static Shape of(Class<?> type) {
    return new Shape(type, ROWS.get(type));
  }

  private MethodHandle[] row(Row row) {
    return rows[row.ordinal()];
  }

  /** Tells whether this is a response: it has a status, headers with names, and is not an exception. */
  boolean isResponse() {
    return row(Row.STATUSES).length > 0
        && (row(Row.HEADER_LOOKUPS).length > 0 || row(Row.KEYED_HEADERS).length > 0)
        && !Throwable.class.isAssignableFrom(type);
  }

  int status(Object from) {
    for (MethodHandle getter : row(Row.STATUSES)) {
      int found = Values.status(Accessors.get(getter, from));
      if (found != 0) {
        return found;
      }
    }
    return 0;
  }

  void codes(Object from, List<String> into) {
    for (MethodHandle getter : row(Row.CODES)) {
      String word = Values.word(Accessors.get(getter, from));
      if (word != null) {
        into.add(word);
      }
    }
  }

  @Nullable
  String body(Object from) {
    for (MethodHandle getter : row(Row.BODIES)) {
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
    for (MethodHandle getter : row(Row.RESPONSES)) {
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
    for (MethodHandle lookup : row(Row.HEADER_LOOKUPS)) {
      return name -> Values.header(Accessors.get(lookup, from, name));
    }
    for (MethodHandle getter : row(Row.HEADERS)) {
      Object held = Accessors.get(getter, from);
      HeaderSource source = held == null ? null : inside(held);
      if (source != null) {
        return source;
      }
    }
    for (MethodHandle getter : row(Row.TRAILERS)) {
      Object metadata = Accessors.get(getter, from);
      return metadata == null ? null : GrpcTrailers.of(metadata);
    }
    return null;
  }

  private static @Nullable HeaderSource inside(Object held) {
    if (held instanceof Map<?, ?> map) {
      return HeaderSource.of(map);
    }
    for (MethodHandle lookup : of(held.getClass()).row(Row.LOOKUPS_IN_HEADERS)) {
      return name -> Values.header(Accessors.get(lookup, held, name));
    }
    return null;
  }
}
