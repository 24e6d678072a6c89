package io.retrykit.throttle.shape;

import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Turns what accessors return into numbers and words. */
final class Values {
  /** Nothing that matters stands further back in a message or a body. */
  static final int LONGEST = 4_096;

  private static final String[] NUMBERS = {"value", "getStatusCode", "getHttpStatusCode", "getCode"
  };

  private Values() {}

  /** Returns an HTTP status, or 0: a number, or an object that has one, as Spring's and JAX-RS's statuses do. */
  static int status(@Nullable Object value) {
    int plain = number(value);
    if (plain != 0 || value == null || value instanceof Number || value instanceof CharSequence) {
      return plain;
    }
    for (String name : NUMBERS) {
      int nested = number(Accessors.get(value, name));
      if (nested != 0) {
        return nested;
      }
    }
    return 0;
  }

  private static int number(@Nullable Object value) {
    if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? number(optional.getAsInt()) : 0;
    }
    if (value instanceof Optional<?> optional) {
      return number(optional.orElse(null));
    }
    if (!(value instanceof Integer || value instanceof Long || value instanceof Short)) {
      return 0;
    }
    long number = ((Number) value).longValue();
    return number >= 100 && number <= 599 ? (int) number : 0;
  }

  /** Returns a code in words, or null: a string, an enum's name, or the {@code getCode()} of a status object. */
  static @Nullable String word(@Nullable Object value) {
    if (value instanceof CharSequence text) {
      String read = beginning(text);
      return read == null || read.length() > LONGEST ? null : read;
    }
    if (value instanceof Enum<?> constant) {
      return isStatus(constant) ? null : constant.name();
    }
    if (value instanceof Optional<?> optional) {
      return word(optional.orElse(null));
    }
    Object code = value == null || value instanceof Number ? null : Accessors.get(value, "getCode");
    return code instanceof Enum<?> constant ? constant.name() : null;
  }

  /** Spring's and others' enums name statuses; gRPC's code, which has a status besides, has it by another name. */
  private static boolean isStatus(Enum<?> constant) {
    return number(Accessors.get(constant, "value")) != 0
        || number(Accessors.get(constant, "getCode")) != 0;
  }

  /** Returns the beginning of a text, or null if it is no text. */
  static @Nullable String text(@Nullable Object value) {
    String read = value instanceof CharSequence text ? beginning(text) : null;
    return read == null || read.length() <= LONGEST ? read : read.substring(0, LONGEST);
  }

  /** Returns a text up to one character more than matters; null if it throws, as somebody else's may. */
  private static @Nullable String beginning(CharSequence text) {
    try {
      int length = text.length();
      return (length > LONGEST ? text.subSequence(0, LONGEST + 1) : text).toString();
    } catch (Throwable silent) {
      return null;
    }
  }

  /** Returns one header's value, whatever it comes wrapped in. */
  static @Nullable String header(@Nullable Object value) {
    if (value == null || value instanceof CharSequence) {
      return value == null ? null : value.toString();
    }
    if (value instanceof Optional<?> optional) {
      return header(optional.orElse(null));
    }
    if (value instanceof Iterable<?> values) {
      Iterator<?> each = values.iterator();
      return each.hasNext() ? header(each.next()) : null;
    }
    if (value instanceof Object[] values) {
      return values.length > 0 ? header(values[0]) : null;
    }
    return Accessors.get(value, "getValue") instanceof CharSequence text ? text.toString() : null;
  }
}
