package io.retrykit.throttle.shape;

import io.retrykit.throttle.hint.HeaderSource;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The accessors of one class, looked up once. Immutable. */
final class Shape {
  private static final String[] STATUS = {
    "statusCode",
    "getStatusCode",
    "status",
    "getStatus",
    "code",
    "getCode",
    "getRawStatusCode",
    "getStatusCodeValue",
    "getHttpStatusCode",
    "httpStatusCode"
  };
  private static final String[] CODE = {
    "errorCode", "getErrorCode", "code", "getCode", "errorType", "type"
  };
  private static final String[] GRPC = {"getStatus", "getStatusCode"};
  private static final String[] HEADER = {
    "getHeaderString", "getHeaderValue", "getFirstHeader", "firstMatchingHeader", "header"
  };
  private static final String[] HEADERS = {
    "headers", "getHeaders", "getResponseHeaders", "responseHeaders", "getHttpHeaders"
  };
  private static final String[] IN_HEADERS = {
    "firstValue",
    "getFirst",
    "getFirstHeaderStringValue",
    "firstMatchingHeader",
    "values",
    "getValue",
    "get"
  };
  private static final String[] RESPONSE = {
    "getResponse",
    "response",
    "awsErrorDetails",
    "sdkHttpResponse",
    "getHttpResponse",
    "httpResponse",
    "rawResponse"
  };
  private static final String[] BODY = {
    "getResponseBodyAsString",
    "contentUTF8",
    "getContent",
    "body",
    "getBody",
    "getRawResponseContent"
  };

  private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
    @Override
    protected Shape computeValue(Class<?> type) {
      return new Shape(type);
    }
  };

  private final List<MethodHandle> status;
  private final List<MethodHandle> codes;
  private final List<MethodHandle> responses;
  private final List<MethodHandle> bodies;
  private final List<MethodHandle> header;
  private final List<MethodHandle> headers;
  private final List<MethodHandle> inHeaders;
  private final @Nullable MethodHandle trailers;
  private final boolean response;

  private Shape(Class<?> type) {
    this.status = getters(type, STATUS, Shape::mayBeStatus);
    this.codes = getters(type, CODE, Shape::mayBeCode);
    codes.addAll(getters(type, GRPC, Shape::mayHoldCode));
    this.responses = getters(type, RESPONSE, Shape::mayBeObject);
    this.bodies = getters(type, BODY, returned -> returned.isAssignableFrom(String.class));
    this.header = lookups(type, HEADER);
    this.headers = getters(type, HEADERS, Shape::mayBeObject);
    this.inHeaders = lookups(type, IN_HEADERS);
    this.trailers = Accessors.getter(type, "getTrailers", Shape::mayBeObject);
    this.response = !status.isEmpty()
        && (!header.isEmpty() || !headers.isEmpty())
        && !Throwable.class.isAssignableFrom(type);
  }

  static Shape of(Class<?> type) {
    return SHAPES.get(type);
  }

  private static boolean mayBeStatus(Class<?> returned) {
    return returned == int.class
        || returned == short.class
        || mayBeObject(returned)
        || returned == Integer.class;
  }

  private static boolean mayBeCode(Class<?> returned) {
    return returned == String.class || returned == Optional.class || returned.isEnum();
  }

  private static boolean mayHoldCode(Class<?> returned) {
    return mayBeObject(returned) && !mayBeCode(returned);
  }

  private static boolean mayBeObject(Class<?> returned) {
    return !returned.isPrimitive() && !returned.isArray() && returned != String.class;
  }

  private static List<MethodHandle> getters(
      Class<?> type, String[] names, java.util.function.Predicate<Class<?>> returned) {
    List<MethodHandle> found = new ArrayList<>();
    for (String name : names) {
      MethodHandle getter = Accessors.getter(type, name, returned);
      if (getter != null) {
        found.add(getter);
      }
    }
    return found;
  }

  private static List<MethodHandle> lookups(Class<?> type, String[] names) {
    List<MethodHandle> found = new ArrayList<>();
    for (String name : names) {
      MethodHandle lookup = Accessors.lookup(type, name);
      if (lookup != null) {
        found.add(lookup);
      }
    }
    return found;
  }

  /** Tells whether this is a response: it has a status and headers, and is not an exception. */
  boolean isResponse() {
    return response;
  }

  int status(Object from) {
    for (MethodHandle getter : status) {
      int found = Values.status(Accessors.get(getter, from));
      if (found != 0) {
        return found;
      }
    }
    return 0;
  }

  void codes(Object from, List<String> into) {
    for (MethodHandle getter : codes) {
      String word = Values.word(Accessors.get(getter, from));
      if (word != null) {
        into.add(word);
      }
    }
  }

  @Nullable
  String body(Object from) {
    for (MethodHandle getter : bodies) {
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
    for (MethodHandle getter : responses) {
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
    for (MethodHandle lookup : header) {
      return name -> Values.header(Accessors.get(lookup, from, name));
    }
    for (MethodHandle getter : headers) {
      Object held = Accessors.get(getter, from);
      HeaderSource source = held == null ? null : inside(held);
      if (source != null) {
        return source;
      }
    }
    Object metadata = Accessors.get(trailers, from);
    return metadata == null ? null : GrpcTrailers.of(metadata);
  }

  private static @Nullable HeaderSource inside(Object held) {
    if (held instanceof Map<?, ?> map) {
      return HeaderSource.of(map);
    }
    for (MethodHandle lookup : of(held.getClass()).inHeaders) {
      return name -> Values.header(Accessors.get(lookup, held, name));
    }
    return null;
  }
}
