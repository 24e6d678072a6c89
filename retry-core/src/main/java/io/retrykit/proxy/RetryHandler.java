package io.retrykit.proxy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers the calls of one proxy. Safe for use by many threads. */
final class RetryHandler implements InvocationHandler {
  private static final int MOST_KNOWN = 8;

  private final Class<?> type;
  private final Object target;
  private final Map<Method, MethodCall> calls;
  private volatile Known[] known = {};

  /** A method as this very proxy hands it in, the same object each time: found without comparing names and types. */
  private record Known(Method method, MethodCall call) {}

  RetryHandler(Class<?> type, Object target, Map<Method, MethodCall> calls) {
    this.type = type;
    this.target = target;
    this.calls = calls;
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    MethodCall call = find(method);
    if (call != null) {
      return call.call(arguments);
    }
    return switch (method.getName()) { // one of Object's three: all others have been prepared
      case "equals" -> arguments != null && isEqual(proxy, arguments[0]);
      case "hashCode" -> target.hashCode();
      default -> "retrying " + target;
    };
  }

  private @Nullable MethodCall find(Method method) {
    Known[] seen = known;
    for (Known each : seen) {
      if (each.method == method) {
        return each.call;
      }
    }
    MethodCall call = calls.get(method);
    if (call != null && seen.length < MOST_KNOWN) {
      Known[] more = Arrays.copyOf(seen, seen.length + 1);
      more[seen.length] = new Known(method, call);
      known = more; // one that another thread added meanwhile is found again by its name
    }
    return call;
  }

  private boolean isEqual(Object proxy, @Nullable Object other) {
    if (proxy == other) {
      return true;
    }
    return other != null
        && Proxy.isProxyClass(other.getClass())
        && Proxy.getInvocationHandler(other) instanceof RetryHandler handler
        && handler.type == type
        && handler.target.equals(target);
  }
}
