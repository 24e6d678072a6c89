package io.retrykit.throttle.shape;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which accessors count, by their names and by what they return. */
final class Members {
  private static final String[] STATUS = {
    "statusCode",
    "getStatusCode",
    "status",
    "getStatus",
    "getRawStatusCode",
    "getStatusCodeValue",
    "getHttpStatusCode",
    "httpStatusCode"
  };
  private static final String[] BARE_STATUS = {"code", "getCode"};
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

  /** Their bodies, of whatever type, are there before the response is. */
  private static final Set<String> CONVERTED = Set.of(
      "java.net.http.HttpResponse", "org.springframework.http.HttpEntity", "retrofit2.Response");

  private Members() {}

  /** Returns what reads a status. A mere "code" is one only where there is a response about: mail servers have codes too. */
  static List<MethodHandle> statuses(Class<?> type) {
    List<MethodHandle> found = getters(type, STATUS, Members::mayBeStatus);
    if (!headerLookups(type).isEmpty()
        || !keyedHeaders(type).isEmpty()
        || !responses(type).isEmpty()) {
      found.addAll(getters(type, BARE_STATUS, Members::mayBeStatus));
    }
    return found;
  }

  static List<MethodHandle> codes(Class<?> type) {
    List<MethodHandle> found = getters(type, CODE, Members::mayBeCode);
    found.addAll(getters(type, GRPC, method -> mayBeObject(method) && !mayBeCode(method)));
    return found;
  }

  static List<MethodHandle> responses(Class<?> type) {
    return getters(type, RESPONSE, Members::mayBeObject);
  }

  /** Returns what reads a body that is at hand as text: nothing that would have to read it first. */
  static List<MethodHandle> bodies(Class<?> type) {
    return getters(type, BODY, Members::isText);
  }

  static List<MethodHandle> headerLookups(Class<?> type) {
    return lookups(type, HEADER);
  }

  static List<MethodHandle> headers(Class<?> type) {
    return getters(type, HEADERS, Members::mayBeObject);
  }

  /** Returns those of the headers that can be asked by name, as far as their type tells: a table's are a list. */
  static List<MethodHandle> keyedHeaders(Class<?> type) {
    return getters(type, HEADERS, method -> isKeyed(method.getReturnType()));
  }

  static List<MethodHandle> lookupsInHeaders(Class<?> type) {
    return lookups(type, IN_HEADERS);
  }

  static List<MethodHandle> trailers(Class<?> type) {
    return getters(type, new String[] {"getTrailers"}, Members::mayBeObject);
  }

  private static boolean isKeyed(Class<?> returned) {
    return Map.class.isAssignableFrom(returned) || !lookupsInHeaders(returned).isEmpty();
  }

  private static boolean mayBeStatus(Method method) {
    Class<?> returned = method.getReturnType();
    return returned == int.class || returned == short.class || mayBeObject(method);
  }

  private static boolean mayBeCode(Method method) {
    Class<?> returned = method.getReturnType();
    return returned == String.class || returned == Optional.class || returned.isEnum();
  }

  private static boolean mayBeObject(Method method) {
    Class<?> returned = method.getReturnType();
    return !returned.isPrimitive() && !returned.isArray() && returned != String.class;
  }

  private static boolean isText(Method method) {
    Class<?> returned = method.getReturnType();
    return CharSequence.class.isAssignableFrom(returned)
        || CONVERTED.contains(method.getDeclaringClass().getName());
  }

  private static List<MethodHandle> getters(
      Class<?> type, String[] names, Predicate<Method> fitting) {
    List<MethodHandle> found = new ArrayList<>();
    for (String name : names) {
      MethodHandle getter = Accessors.getter(type, name, fitting);
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
}
